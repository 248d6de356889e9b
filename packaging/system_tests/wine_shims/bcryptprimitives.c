/* Test only: the one function of bcryptprimitives.dll that Rust's libraries ask for. Windows has
 * it since version 10; Wine 8 lacks the library. Never shipped. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size)
{
    while (size) {
        ULONG part = size > 65536 ? 65536 : (ULONG)size;
        if (!SystemFunction036(buffer, part))
            return FALSE;
        buffer += part;
        size -= part;
    }
    return TRUE;
}
