# The life of the installer on a real Windows, as wine_test.py drives it under Wine.
param([Parameter(Mandatory)] [string] $Folder)

$ErrorActionPreference = "Stop"
$setup = (Get-ChildItem (Join-Path $Folder "*-setup.exe")).FullName
$home_of_program = Join-Path $env:LOCALAPPDATA "Programs\Dispute Desk"
$program = Join-Path $home_of_program "dispute-desk.exe"
$data = Join-Path $env:LOCALAPPDATA "dispute-desk"
$listed = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\DisputeDesk"

function Install {
    $done = Start-Process $setup -ArgumentList "/S" -Wait -PassThru
    if ($done.ExitCode -ne 0 -or -not (Test-Path $program)) { throw "Not installed: $($done.ExitCode)" }
    if (-not (Test-Path $listed)) { throw "Not in the list of programs." }
}

function Test-Self([string] $News) {
    # A windowed program: it is waited for and its output is kept, or neither would happen.
    $done = Start-Process $program -ArgumentList "--self-test", "--data-dir=`"$data`"" -Wait -PassThru `
        -RedirectStandardOutput "out.txt" -RedirectStandardError "err.txt"
    Get-Content "out.txt", "err.txt"
    $said = Get-Content "out.txt" -Raw
    if ($done.ExitCode -ne 0 -or $said -notmatch "self-test: passed") { throw "The self-test failed." }
    if ($said -notmatch "practice filing: SH\d+ \($News\)") { throw "The filing is not '$News'." }
}

Install
# Windows itself judges what was checked before on Linux.
$library = (Get-ChildItem (Join-Path $home_of_program "python3??.dll")).FullName
$signature = Get-AuthenticodeSignature $library
if ($signature.Status -ne "Valid") { throw "The interpreter's signature is $($signature.Status)." }
Test-Self "filed now"
# While it runs, the installer waits and then refuses.
$window = Start-Process $program -ArgumentList "--practice" -PassThru
Start-Sleep 5
$refused = Start-Process $setup -ArgumentList "/S" -Wait -PassThru
if ($refused.ExitCode -ne 3) { throw "The installer did not refuse: $($refused.ExitCode)" }
Stop-Process -Id $window.Id
Wait-Process -Id $window.Id -ErrorAction SilentlyContinue
Install
Test-Self "kept from before"
Start-Process (Join-Path $home_of_program "uninstall.exe") -ArgumentList "/S" -Wait
foreach ($second in 1..20) {
    if (-not (Test-Path $home_of_program)) { break }
    Start-Sleep 1
}
if (Test-Path $home_of_program) { throw "Left behind: $(Get-ChildItem $home_of_program -Recurse -Name)" }
if (Test-Path $listed) { throw "Still in the list of programs." }
if (-not (Test-Path (Join-Path $data "practice.sqlite3"))) { throw "The data did not survive." }
"The Windows installer passed."
