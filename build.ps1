# The project's commands on Windows, the same as build.sh's; '.\build.ps1 help' lists them. Each does all its own set-up.
# Without a param block: PowerShell would take dotnet's options (-c, -p:Name=Value) for the script's own.
$Command = if ($args.Count -gt 0) { "$($args[0])" } else { 'help' }
$Rest = @()
foreach ($argument in @($args | Select-Object -Skip 1)) {
    # PowerShell hands over -p:Name=Value in two pieces, '-p:' (from a shell: '-p') and 'Name=Value'.
    if ($Rest.Count -gt 0 -and $Rest[-1] -match '^-[A-Za-z]+:$') { $Rest[-1] += "$argument" } else { $Rest += "$argument" }
}
$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$solution = 'Telegram.Webhooks.Runtime.sln'
$results = 'artifacts/test-results'

function Test-Sdk {
    # Windows PowerShell takes what a program writes to its error stream for an error of the script.
    $ErrorActionPreference = 'Continue'
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { return $false }
    & dotnet --version *> $null
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
    Invoke-WebRequest -UseBasicParsing https://dot.net/v1/dotnet-install.ps1 -OutFile .dotnet/dotnet-install.ps1
    & ./.dotnet/dotnet-install.ps1 -Channel '10.0' -InstallDir .dotnet -NoPath
    if (-not (Test-Sdk)) { throw 'The SDK could not be installed.' }
}

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Build { Invoke-Dotnet build $solution -c Release -v quiet @args }

# What build.sh installs for tests (a browser, PostgreSQL, proxies) comes from Debian's packages: here the tests that need it are skipped, by name.
# Runs every test assembly and ends with the line 'N passed, N failed, N skipped', summed over them.
function Invoke-Tests {
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    & dotnet test $solution -c Release --no-build --logger trx --results-directory $results @args
    $status = $LASTEXITCODE
    $passed = 0; $failed = 0; $total = 0; $executed = 0; $skipped = @()
    foreach ($file in Get-ChildItem $results -Filter *.trx -Recurse -ErrorAction SilentlyContinue) {
        $run = ([xml](Get-Content -Raw -Encoding UTF8 $file.FullName)).TestRun
        $counters = $run.ResultSummary.Counters
        $passed += [int]$counters.passed; $failed += [int]$counters.failed
        $total += [int]$counters.total; $executed += [int]$counters.executed
        $skipped += @($run.Results.UnitTestResult | Where-Object { $_.outcome -eq 'NotExecuted' } | ForEach-Object { "  $($_.testName)" })
    }
    if ($skipped) { Write-Host 'Skipped (each says why above):'; $skipped | Sort-Object | Write-Host }
    if ($total -eq 0) { Write-Host 'No test was executed.'; $status = 1 }
    Write-Host "$passed passed, $failed failed, $($total - $executed) skipped"
    if ($status -ne 0) { exit $status }
}

# Puts faults into one folder of Runtime, one at a time, and runs the tests of that folder against each: what survives, no test notices.
function Find-Survivors {
    Invoke-Dotnet build Runtime.Tests -c Release -v quiet
    Invoke-Dotnet run --project Runtime.Mutants -c Release --no-build '--' @args
}

# Brings the public API files up to date with the code: what is new is added, what is gone is removed.
function Update-PublicApi([string] $project) {
    $file = Join-Path $PSScriptRoot "$project/PublicAPI.Unshipped.txt"
    $log = & dotnet build $project -v quiet --no-incremental -p:TreatWarningsAsErrors=false
    if ($LASTEXITCODE -ne 0) { $log -match ' error ' | Write-Host; exit 1 }
    $gone = $log | Select-String "RS0017: Symbol '(.*)' is part of the declared API" | ForEach-Object { $_.Matches[0].Groups[1].Value }
    $new = $log | Select-String "RS0016: Symbol '(.*)' is not part of the declared public API" | ForEach-Object { $_.Matches[0].Groups[1].Value }
    $names = New-Object 'Collections.Generic.SortedSet[string]' (, [StringComparer]::Ordinal)
    [IO.File]::ReadAllLines($file) + @($new) | Where-Object { $_ -and $gone -cnotcontains $_ -and $_ -notlike '#nullable*' } | ForEach-Object { [void]$names.Add($_) }
    [IO.File]::WriteAllText($file, (@('#nullable enable') + @($names) -join "`n") + "`n")
}

# What runs in the caller's own session leaves its folder and its variables as they were.
Push-Location $PSScriptRoot
try {
    switch ($Command) {
        'run' { Install-Sdk; Write-Host 'Building the quickstart; the first time takes a minute or two.'; Invoke-Dotnet run --project examples/Quickstart -c Release '--' @Rest }
        'sandbox' { Install-Sdk; Write-Host 'Building the local Telegram; the first time takes a minute.'; Invoke-Dotnet run --project Runtime.Tool -c Release '--' sandbox @Rest }
        'test' { Install-Sdk; Invoke-Build; Invoke-Tests @Rest }
        'build' { Install-Sdk; Invoke-Build @Rest }
        'soak' {
            Install-Sdk; Invoke-Build
            $env:TELEGRAM_SOAK_KILLS = if ($Rest) { $Rest[0] } else { '100' }
            try { Invoke-Tests --filter 'FullyQualifiedName~Inbox.Crash|FullyQualifiedName~PostgreSql.Crash|FullyQualifiedName~Said.Kill' } finally { Remove-Item Env:TELEGRAM_SOAK_KILLS }
        }
        'mutants' { Install-Sdk; Find-Survivors @Rest }
        'generate' { Install-Sdk; Invoke-Dotnet run --project Runtime.Generator -c Release '--' @Rest }
        'bench' { Install-Sdk; Invoke-Dotnet run --project Runtime.Benchmarks -c Release '--' @Rest }
        'pack' { Install-Sdk; Invoke-Dotnet pack $solution -c Release -o artifacts/packages '-p:CompareWithLastPack=true' @Rest }
        'format' { Install-Sdk; Invoke-Dotnet format whitespace $solution --no-restore @Rest }
        'api' { Install-Sdk; foreach ($project in 'Runtime', 'Runtime.PostgreSql') { Update-PublicApi $project } }
        default {
            if ($Command -ne 'help') { Write-Host "'$Command' is no command of this script. There are:" }
            Write-Host @'
.\build.ps1 run        build and run the main job; needs no token
.\build.ps1 sandbox    build and run a local Telegram for bots in any language; --help lists its options
.\build.ps1 test       build and run everything that proves the project
.\build.ps1 soak [N]   kill a server N times (100) while it takes updates, and check that nothing was lost
.\build.ps1 mutants F  put faults into a folder of Runtime and list those that no test of it notices; without F, its options
.\build.ps1 build      build only
.\build.ps1 generate   rebuild Runtime/BotApi/Generated from the pinned schema
.\build.ps1 bench      run the benchmarks
.\build.ps1 pack       make the packages, in artifacts/packages
.\build.ps1 format     format the code
.\build.ps1 api        bring the files PublicAPI.Unshipped.txt up to date with the code
'@
            if ($Command -ne 'help') { exit 1 }
        }
    }
}
finally {
    Pop-Location
}
