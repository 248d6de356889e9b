/* Dispute Desk's starter on Windows: loads Python from its own folder and runs `-m app`.
 *
 * A program of its own, not pythonw.exe, so that the task bar, the firewall and the list of tasks
 * show its name and its icon, and group its windows with its link in the Start menu. */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768 /* what Windows takes with long paths switched on */

typedef int (*python_main)(int, wchar_t **);

static int fail(const wchar_t *text)
{
    MessageBoxW(NULL, text, L"Dispute Desk", MB_ICONERROR | MB_OK);
    return 2;
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    static wchar_t folder[LONGEST], library[LONGEST];
    int count, i;
    wchar_t **given = CommandLineToArgvW(GetCommandLineW(), &count);
    wchar_t **passed = calloc((size_t)count + 3, sizeof *passed);
    wchar_t *end;
    HMODULE python;
    python_main start;
    (void)instance, (void)before, (void)line, (void)show;

    if (!given || !passed || !GetModuleFileNameW(NULL, folder, LONGEST - 32))
        return fail(L"Windows did not tell where this program is.");
    end = wcsrchr(folder, L'\\');
    if (!end)
        return fail(L"Windows did not tell where this program is.");
    *end = 0;

    /* No library from the current folder or PATH: somebody else may have put one there. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);

    /* Options were typed into a console: what they print belongs there, and `app` opens it. Who is
     * attached to one ends with it, and so nobody is without options. */
    if (count > 1 && !GetStdHandle(STD_OUTPUT_HANDLE))
        AttachConsole(ATTACH_PARENT_PROCESS);

    wcscpy(library, folder);
    wcscat(library, L"\\" PYTHON_LIBRARY);
    python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    start = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!start)
        return fail(L"A part of Dispute Desk is missing. Please install it again.");

    passed[0] = given[0];
    passed[1] = L"-m";
    passed[2] = L"app";
    for (i = 1; i < count; i++)
        passed[i + 2] = given[i];
    return start(count + 2, passed);
}
