/* Test only: the functions of Windows 10's icuuc.dll that Qt's text codecs ask for; Wine 8 lacks
 * the library. Opening a codec fails, so the others are never called. Never shipped. */
#define FUNCTION(name) \
    __declspec(dllexport) void *name(void) { return 0; }

__declspec(dllexport) void *ucnv_open(const char *name, int *error)
{
    (void)name;
    if (error)
        *error = 4; /* U_FILE_ACCESS_ERROR */
    return 0;
}

FUNCTION(ucnv_close)
FUNCTION(ucnv_reset)
FUNCTION(ucnv_getName)
FUNCTION(ucnv_getMaxCharSize)
FUNCTION(ucnv_getStandardName)
FUNCTION(ucnv_getAvailableName)
FUNCTION(ucnv_countAvailable)
FUNCTION(ucnv_toUnicode)
FUNCTION(ucnv_fromUnicode)
FUNCTION(ucnv_toUCountPending)
FUNCTION(ucnv_fromUCountPending)
FUNCTION(ucnv_getToUCallBack)
FUNCTION(ucnv_setToUCallBack)
FUNCTION(ucnv_getFromUCallBack)
FUNCTION(ucnv_setFromUCallBack)
FUNCTION(ucnv_cbToUWriteUChars)
FUNCTION(ucnv_cbFromUWriteUChars)
FUNCTION(UCNV_TO_U_CALLBACK_SUBSTITUTE)
FUNCTION(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
