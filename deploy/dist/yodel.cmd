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
"%JAVA%" %OPTS% -Xmx1g --add-opens java.base/java.lang=ALL-UNNAMED "-Dyodel.service.jvm=%OPTS% -Xmx512m" "-Dyodel.service.lib=%ROOT%\lib\service.jar" -cp "%ROOT%\lib\loadtest.jar" dev.yodel.loadtest.Yodel %*
exit /b %ERRORLEVEL%
:serve
for /f "tokens=1,*" %%a in ("%*") do set "REST=%%b"
"%JAVA%" %OPTS% -Xmx512m -cp "%ROOT%\lib\service.jar" dev.yodel.service.Main %REST%
exit /b %ERRORLEVEL%
