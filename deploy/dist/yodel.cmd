@echo off
rem Starts Yodel on Windows: the Java of YODEL_JAVA_HOME, else of JAVA_HOME, else the one on PATH; 17 or newer.
setlocal
set "ROOT=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if defined YODEL_JAVA_HOME set "JAVA=%YODEL_JAVA_HOME%\bin\java"
set "OPTS=-XX:+UseParallelGC -Xms256m -Xmn128m -XX:+ExitOnOutOfMemoryError"
set "COMMAND=%~1"
if "%COMMAND%"=="serve" goto serve
set "COMPILER="
if "%COMMAND%"=="call" set "COMPILER=-XX:TieredStopAtLevel=1"
if not "%COMMAND%"=="load" goto loadtest
rem The fast-starting compiler alone, for a load of at most 1,000 calls, as in the launcher of other systems. What is typed may
rem contain any character: it is looked at by delayed expansion only, which ends before it is passed on.
set ARGS=%*
setlocal EnableDelayedExpansion
set "COUNT="
set "AFTER=!ARGS:*--count=!"
if not "!AFTER!"=="!ARGS!" for /f "tokens=1 delims== " %%n in ("!AFTER!") do set "COUNT=%%n"
for /f "delims=0123456789" %%x in ("!COUNT!") do set "COUNT="
if defined COUNT if "!COUNT:~4!"=="" if !COUNT! GEQ 1 if !COUNT! LEQ 1000 (
    endlocal
    set "COMPILER=-XX:TieredStopAtLevel=1"
    goto loadtest
)
endlocal
:loadtest
"%JAVA%" %OPTS% %COMPILER% -Xmx1g --add-opens java.base/java.lang=ALL-UNNAMED "-Dyodel.service.jvm=%OPTS% -Xmx512m" "-Dyodel.service.lib=%ROOT%\lib\service.jar" -cp "%ROOT%\lib\loadtest.jar" dev.yodel.loadtest.Yodel %*
exit /b %ERRORLEVEL%
:serve
for /f "tokens=1,*" %%a in ("%*") do set "REST=%%b"
"%JAVA%" %OPTS% -Xmx512m -cp "%ROOT%\lib\service.jar" dev.yodel.service.Main %REST%
exit /b %ERRORLEVEL%
