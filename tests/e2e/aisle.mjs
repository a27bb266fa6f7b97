// Starts an Aisle of this checkout on a free port with a throw-away data directory, and stops it again.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const program = process.env.AISLE_PROGRAM ?? join(root, 'build', 'release', 'aisle')

export function freePort () {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

export class Aisle {
  constructor (port, dataDir) {
    this.port = port
    this.url = `http://127.0.0.1:${port}`
    this.dataDir = dataDir
    this.output = ''
  }

  /** Starts a server and waits until it is ready. Without a data directory a temporary one is made. */
  static async start ({ dataDir, args = [], port } = {}) {
    const aisle = new Aisle(port ?? await freePort(), dataDir ?? mkdtempSync(join(tmpdir(), 'aisle-e2e-')))
    aisle.ownsData = dataDir === undefined
    await aisle.launch(args)
    return aisle
  }

  async launch (args = []) {
    this.args = args
    const all = ['serve', '--data-dir', this.dataDir, '--listen', `127.0.0.1:${this.port}`, ...args]
    this.process = spawn(program, all, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.exited = new Promise(resolve => this.process.once('exit', (code, signal) => resolve({ code, signal })))
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', chunk => { this.output = (this.output + chunk).slice(-65536) })
    }
    const deadline = Date.now() + 60_000
    while (Date.now() < deadline) {
      if (this.process.exitCode !== null) throw new Error(`aisle exited at start:\n${this.output}`)
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return
      } catch { /* not listening yet */ }
      await sleep(20)
    }
    throw new Error(`aisle was not ready within 60 s:\n${this.output}`)
  }

  /** The process is gone at once, as after a power cut but for the page cache. */
  async kill () {
    this.process.kill('SIGKILL')
    return this.exited
  }

  async restart (args = this.args) {
    await this.launch(args)
  }

  async stop () {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGTERM')
    const exit = await this.exited
    if (this.ownsData) rmSync(this.dataDir, { recursive: true, force: true })
    return exit
  }

  /** One request; the answer's body is parsed when it is JSON. */
  async request (method, path, body, headers = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
    })
    const text = await response.text()
    let json
    try { json = JSON.parse(text) } catch { /* not JSON */ }
    return { status: response.status, headers: response.headers, text, json }
  }
}
