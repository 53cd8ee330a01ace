// Installs what a command needs and this machine lacks, and says what and why; silent and quick when all is there. What the
// installers print is in target/setup.log.
// Plain Node without packages: it runs before `npm ci`.
//
//   node scripts/setup.mjs build | aws | start | test | bench

import { spawnSync } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { browserPath, onPath } from './find.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** What the installer that ran last printed. */
const LOG = join('target', 'setup.log')
/** How much of it is shown where it failed. */
const LAST_LINES = 20
const BROWSERS = {
  build: [],
  aws: [],
  start: ['chromium'],
  test: ['chromium', 'firefox'],
  bench: ['chromium', 'firefox'],
}

process.chdir(ROOT)
const command = process.argv[2] ?? 'build'
needNode()
needPackages()
if (command !== 'aws') {
  needRust()
  needWasmTarget()
  needWasmBindgen()
}
if (command === 'test') {
  wantShells()
  wantPython()
}
for (const kind of BROWSERS[command] ?? stop(`setup knows no command "${command}"`)) needBrowser(kind)

function needNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`)
}

/** Compares what npm says it installed with the lock file, so that `npm install` by hand counts too. */
function needPackages() {
  const installed = readLock('node_modules/.package-lock.json')
  const behind = Object.entries(readLock('package-lock.json')).filter(
    // Optional packages are binaries for other systems. '' is this project itself.
    ([path, { version, optional }]) => path && !optional && installed[path]?.version !== version,
  )
  if (behind.length === 0) return
  run(`npm packages: ${behind.length} are missing or of another version than package-lock.json says`, 'npm', ['ci'])
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {}
}

function needRust() {
  if (!onPath('cargo') || !onPath('rustc'))
    stop('Rust is missing: the core is written in it. Install rustup, open a new shell, and run this again.')
}

function needWasmTarget() {
  const target = 'wasm32-unknown-unknown'
  // rustc names the folder whether or not it is there.
  const libraries = output('rustc', ['--print', 'target-libdir', '--target', target])
  if (existsSync(libraries)) return
  if (!onPath('rustup')) stop(`Rust's target ${target} is missing, and there is no rustup to add it with.`)
  run(`Rust's target ${target}: the core is compiled to WebAssembly`, 'rustup', ['target', 'add', target], () =>
    stop(
      `rustup could not add ${target}. On Debian, the packages rustc-web and rust-web-src bring a compiler that has the ` +
        'target; put it before rustup on PATH and run this again.',
    ),
  )
}

/** The glue and the library must be of one version, so Cargo.lock says which. */
function needWasmBindgen() {
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(readFileSync('Cargo.lock', 'utf8'))?.[1]
  if (!version) stop('Cargo.lock names no wasm-bindgen.')
  const tools = join('target', 'tools')
  const program = join(tools, 'bin', 'wasm-bindgen')
  if (existsSync(program) && output(program, ['--version']).endsWith(` ${version}`)) return
  // Without --locked: the tool's own lock file may name crates that a registry's mirror lacks.
  const install = ['install', 'wasm-bindgen-cli', '--version', version, '--root', tools]
  run(`wasm-bindgen ${version}: makes the core's JavaScript and types; about three minutes, once`, 'cargo', install)
}

/** Copied credentials are run in each shell that there is. Without one its test says that it was left out. */
function wantShells() {
  const missing = ['fish', 'zsh'].filter((shell) => !onPath(shell))
  const root = process.getuid?.() === 0
  if (missing.length === 0 || !onPath('apt-get') || !(root || onPath('sudo'))) return
  const [program, ...apt] = root ? ['apt-get'] : ['sudo', 'apt-get']
  run('the list of packages', program, [...apt, 'update', '--quiet'], () => {})
  const install = [...apt, 'install', '--quiet', '--yes', '--no-install-recommends', ...missing]
  run(`${missing.join(' and ')}: copied credentials are run in them`, program, install, () => {})
}

/** AWS's own clients, unchanged, are tried against the local AWS. Without Python their tests say that they were left out. */
function wantPython() {
  const folder = join('target', 'py')
  const requirements = join('tests', 'aws', 'requirements.txt')
  const done = join(folder, 'installed.txt')
  if (existsSync(done) && readFileSync(done, 'utf8') === readFileSync(requirements, 'utf8')) return
  if (spawnSync('python3', ['-c', 'import venv, ensurepip']).status !== 0) return
  rmSync(folder, { recursive: true, force: true })
  run("boto3 and the aws command line: AWS's own clients are tried against the local AWS", 'python3', [
    '-m',
    'venv',
    folder,
  ])
  const install = ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]
  run('them from the package index', join(folder, 'bin', 'pip'), install)
  copyFileSync(requirements, done)
}

function needBrowser(kind) {
  if (browserPath(kind)) return
  const variable = kind.toUpperCase()
  if (process.env[variable]) stop(`${variable} is set to ${process.env[variable]}, which is no program.`)
  const name = kind === 'chromium' ? 'chromium' : 'firefox-esr'
  const root = process.getuid?.() === 0
  if (!onPath('apt-get') || !(root || onPath('sudo')))
    stop(`There is no ${name} here, and no right to install it by apt-get. Install it, or set ${variable} to its path.`)
  const [program, ...apt] = root ? ['apt-get'] : ['sudo', 'apt-get']
  run('the list of packages', program, [...apt, 'update', '--quiet'])
  // A browser without any font draws boxes for letters.
  const packages = ['--no-install-recommends', name, 'fonts-dejavu-core']
  run(`${name}: the built extension is run in it`, program, [...apt, 'install', '--quiet', '--yes', ...packages])
}

function output(program, args) {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout.trim()
}

function run(what, program, args, failed = (line) => stop(`This failed: ${line}`)) {
  console.log(`Installing ${what}`)
  mkdirSync('target', { recursive: true })
  const log = openSync(LOG, 'w')
  // What asks for a password asks the terminal itself.
  const { status } = spawnSync(program, args, { stdio: ['inherit', log, log] })
  closeSync(log)
  if (status === 0) return
  console.error(readFileSync(LOG, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n'))
  failed([program, ...args].join(' '))
}

function stop(reason) {
  console.error(reason)
  process.exit(1)
}
