; Dispute Desk's installer for Windows: for one user, without administrator rights or a network.
;
;   setup.exe             asks where to
;   setup.exe /S          asks nothing; /D=FOLDER (last, unquoted) installs elsewhere
;   uninstall.exe /S      keeps the data; with /DATA it goes, too
;
; Exit codes: 0 done, 1 cancelled by the user, 2 failed, 3 the program is running.
Unicode true
; 64-bit, as the program is: no 32-bit part of Windows (or Wine) is needed.
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define APP "Dispute Desk"
!define EXE "dispute-desk.exe"
!define APP_KEY "Software\DisputeDesk"
!define LINK_KEY "Software\Classes\disputedesk"
!define LIST_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\DisputeDesk"

Name "${APP}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "${APP_KEY}" "InstallDir"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off
CRCCheck force
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "${APP} ${VERSION}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString RUNNING ${LANG_ENGLISH} "${APP} is running. Choose Quit in its menu, or in that of its icon beside the clock, then Retry here."
LangString RUNNING ${LANG_SIMPCHINESE} "${APP} 正在运行。请在其菜单或任务栏图标的菜单中选择“退出”，然后在此选择“重试”。"
LangString KEEP ${LANG_ENGLISH} "The program"
LangString KEEP ${LANG_SIMPCHINESE} "程序"
LangString DATA ${LANG_ENGLISH} "My drafts, filings and settings, too"
LangString DATA ${LANG_SIMPCHINESE} "同时删除我的草稿、提交记录和设置"

VIProductVersion "${FOUR}"
VIFileVersion "${FOUR}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "${APP}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "${APP} installer"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "MIT licence"

; Windows lets nobody write to a program that runs: that is how one is told from one that does not.
!macro WAIT_UNTIL_CLOSED UN
Function ${UN}WaitUntilClosed
  StrCpy $1 0
  again:
  IfFileExists "$INSTDIR\${EXE}" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\${EXE}" a
  IfErrors busy
  FileClose $0
  Goto closed
  busy:
  IfSilent 0 ask
  ; A program that was just told to close takes a moment.
  IntOp $1 $1 + 1
  IntCmp $1 20 running
  Sleep 500
  Goto again
  ask:
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" IDRETRY again
  running:
  SetErrorLevel 3
  Quit
  closed:
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Function .onVerifyInstDir
  ; Nobody's documents folder becomes a program's: the uninstaller would have to pick it apart.
  IfFileExists "$INSTDIR\${EXE}" good
  IfFileExists "$INSTDIR\*.*" 0 good
  ${DirState} "$INSTDIR" $0
  IntCmp $0 1 0 good good
  Abort
  good:
FunctionEnd

Section "Install"
  SetShellVarContext current
  Call WaitUntilClosed
  ; The old version takes its own files away, so that none of them stays behind.
  IfFileExists "$INSTDIR\uninstall.exe" 0 fresh
  ExecWait '"$INSTDIR\uninstall.exe" /S /UPDATE _?=$INSTDIR' $0
  IntCmp $0 0 fresh
  SetErrorLevel 2
  Abort
  fresh:
  SetOverwrite on
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$INSTDIR"
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${EXE}" "" "$INSTDIR\${EXE}" 0
  WriteRegStr HKCU "${APP_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${LINK_KEY}" "" "URL:${APP}"
  WriteRegStr HKCU "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr HKCU "${LINK_KEY}\DefaultIcon" "" '"$INSTDIR\${EXE}",0'
  ; After the two hyphens nothing is an option, whatever a web page puts into its link.
  WriteRegStr HKCU "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\${EXE}" -- "%1"'
  WriteRegStr HKCU "${LIST_KEY}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${LIST_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LIST_KEY}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${LIST_KEY}" "Publisher" "${OWNER}"
  WriteRegStr HKCU "${LIST_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LIST_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LIST_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LIST_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${LIST_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${LIST_KEY}" "NoRepair" 1
SectionEnd

Section "un.$(KEEP)" UN_PROGRAM
  SectionIn RO
  SetShellVarContext current
  Call un.WaitUntilClosed
  ; Every file by its name, never a folder with all that is in it.
  !include "${FILES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${GetParameters} $0
  ${GetOptions} $0 "/UPDATE" $1
  IfErrors 0 updating
  Delete "$SMPROGRAMS\${APP}.lnk"
  DeleteRegKey HKCU "${LINK_KEY}"
  DeleteRegKey HKCU "${LIST_KEY}"
  DeleteRegKey HKCU "${APP_KEY}"
  updating:
SectionEnd

Section /o "un.$(DATA)" UN_DATA
  SetShellVarContext current
  RMDir /r "$LOCALAPPDATA\dispute-desk"
SectionEnd

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DATA" $1
  IfErrors kept
  !insertmacro SelectSection ${UN_DATA}
  kept:
  ClearErrors
FunctionEnd
