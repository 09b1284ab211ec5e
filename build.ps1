# The project's commands on Windows: those of build.sh but 'api'. '.\build.ps1 help' lists them.
param([string]$Command = 'help', [Parameter(ValueFromRemainingArguments)][string[]]$Rest)
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$solution = 'Telegram.Webhooks.Runtime.sln'
$results = 'artifacts/test-results'
if (-not $Rest) { $Rest = @() }

function Test-Sdk {
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { return $false }
    dotnet --version *> $null
    return $LASTEXITCODE -eq 0
}

# The SDK that global.json asks for: the one on PATH if it fits, else installed below .dotnet with the official script.
function Install-Sdk {
    if (Test-Sdk) { return }
    $env:DOTNET_ROOT = Join-Path $PSScriptRoot '.dotnet'
    $env:PATH = $env:DOTNET_ROOT + [IO.Path]::PathSeparator + $env:PATH
    if (Test-Sdk) { return }
    Write-Host 'The .NET SDK of global.json is missing; installing it into .dotnet'
    New-Item -ItemType Directory -Force .dotnet | Out-Null
    Invoke-WebRequest https://dot.net/v1/dotnet-install.ps1 -OutFile .dotnet/dotnet-install.ps1
    ./.dotnet/dotnet-install.ps1 -Channel 10.0 -InstallDir .dotnet -NoPath
    if (-not (Test-Sdk)) { throw 'The SDK could not be installed.' }
}

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE." }
}

# Runs every test assembly and ends with the line 'N passed, N failed, N skipped', summed over them.
function Invoke-Tests {
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    & dotnet test $solution -c Release --no-build --logger trx --results-directory $results @Rest
    $status = $LASTEXITCODE
    $passed = 0; $failed = 0; $total = 0; $executed = 0
    foreach ($file in Get-ChildItem $results -Filter *.trx -Recurse -ErrorAction SilentlyContinue) {
        $counters = ([xml](Get-Content -Raw $file)).TestRun.ResultSummary.Counters
        $passed += [int]$counters.passed; $failed += [int]$counters.failed
        $total += [int]$counters.total; $executed += [int]$counters.executed
    }
    if ($total -eq 0) { Write-Host 'No test was executed.'; $status = 1 }
    Write-Host "$passed passed, $failed failed, $($total - $executed) skipped"
    if ($status -ne 0) { exit $status }
}

switch ($Command) {
    'run' { Install-Sdk; Invoke-Dotnet run --project examples/Quickstart -c Release '--' @Rest }
    'test' { Install-Sdk; Invoke-Dotnet build $solution -c Release -v quiet; Invoke-Tests }
    'build' { Install-Sdk; Invoke-Dotnet build $solution -c Release -v quiet @Rest }
    'soak' {
        Install-Sdk; Invoke-Dotnet build $solution -c Release -v quiet
        $env:TELEGRAM_SOAK_KILLS = if ($Rest) { $Rest[0] } else { '100' }
        $Rest = @('--filter', 'FullyQualifiedName~Inbox.Crash'); Invoke-Tests
    }
    'generate' { Install-Sdk; Invoke-Dotnet run --project Runtime.Generator -c Release '--' @Rest }
    'bench' { Install-Sdk; Invoke-Dotnet run --project Runtime.Benchmarks -c Release '--' @Rest }
    'pack' { Install-Sdk; Invoke-Dotnet pack Runtime -c Release -o artifacts/packages @Rest }
    'format' { Install-Sdk; Invoke-Dotnet format whitespace $solution --no-restore @Rest }
    default {
        Write-Host @'
.\build.ps1 run        build and run the main job; needs no token
.\build.ps1 test       build and run everything that proves the project
.\build.ps1 soak [N]   kill a server N times (100) while it takes updates, and check that nothing was lost
.\build.ps1 build      build only
.\build.ps1 generate   rebuild Runtime/BotApi/Generated from the pinned schema
.\build.ps1 bench      run the benchmarks
.\build.ps1 pack       make the package, in artifacts/packages
.\build.ps1 format     format the code
'@
        if ($Command -ne 'help') { exit 1 }
    }
}
