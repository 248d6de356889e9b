/* Test only: the colour profile calls of Qt's platform plugin that Wine 8's mscms.dll lacks. Each
 * says that it cannot, and Qt goes on without a profile. Never shipped. */
#include <windows.h>

#define EXPORT __declspec(dllexport)

EXPORT BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, PBYTE buffer, PDWORD size)
{
    (void)profile, (void)buffer;
    if (size)
        *size = 0;
    SetLastError(ERROR_NOT_SUPPORTED);
    return FALSE;
}

EXPORT BOOL WINAPI CloseColorProfile(HANDLE profile)
{
    (void)profile;
    return TRUE;
}

EXPORT HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options)
{
    (void)profile, (void)options;
    SetLastError(ERROR_NOT_SUPPORTED);
    return NULL;
}

EXPORT HANDLE WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD create)
{
    (void)profile, (void)access, (void)share, (void)create;
    SetLastError(ERROR_NOT_SUPPORTED);
    return NULL;
}
