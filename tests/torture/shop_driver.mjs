// Runs shop_driver on a disk that fails on purpose, and keeps what it said.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Disk } from './disk.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const build = process.env.AISLE_TORTURE_BUILD ?? join(root, 'build', 'release', 'torture')
export const faultfs = join(build, 'libfaultfs.so')

/** A shop's directory, and the processes that use it one after another. */
export class TorturedShop {
  constructor ({ seed, clients = 16, args = [] }) {
    this.disk = new Disk(mkdtempSync(join(tmpdir(), 'aisle-torture-')), faultfs)
    this.log = join(this.disk.base, 'log')
    this.common = ['--directory', join(this.disk.data, 'shop'), '--seed', String(seed), ...args]
    this.clients = clients
    this.runs = 0
    writeFileSync(this.log, '')
  }

  /** Starts a process; `onLine(words)` sees each line as it comes. Gives {process, exited}. */
  start (command, args, onLine = () => {}) {
    const all = [command, ...this.common, '--run', String(++this.runs), ...args]
    const child = spawn(join(build, 'shop_driver'), all, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.disk.environment } })
    const lines = []
    let rest = ''
    let errors = ''
    child.stdout.on('data', chunk => {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() // a line that was being written when the process died was not said
      for (const line of parts) {
        const words = line.split(' ')
        lines.push(words)
        onLine(words)
      }
    })
    child.stderr.on('data', chunk => { errors = (errors + chunk).slice(-4096) })
    const exited = new Promise(resolve => child.once('close', (code, signal) => {
      const promises = lines.filter(words => words[0] === 'ask' || words[0] === 'ack')
      appendFileSync(this.log, promises.map(words => words.join(' ') + '\n').join(''))
      const oversold = lines.find(words => words[0] === 'oversold')
      assert.equal(oversold, undefined, oversold?.join(' '))
      resolve({ code, signal, errors, lines, said: word => lines.filter(words => words[0] === word) })
    }))
    return { process: child, exited }
  }

  /** Errands until the process ends; after `milliseconds`, if given, it is killed. */
  async run ({ args = [], milliseconds, onLine } = {}) {
    const { process: child, exited } = this.start('run', ['--clients', String(this.clients), ...args], onLine)
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds ?? 60_000)
    const result = await exited
    clearTimeout(timer)
    return result
  }

  /** Looks for every promise made so far. Gives {broken: [sentence], kept, resolved, readyMs, code}. */
  async check (args = []) {
    const timer = setTimeout(() => started.process.kill('SIGKILL'), 120_000)
    const started = this.start('check', ['--log', this.log, ...args])
    const result = await started.exited
    clearTimeout(timer)
    const kept = result.said('kept').at(-1)
    const broken = result.said('broken').map(words => words.slice(1).join(' '))
    if (result.code !== 0 && broken.length === 0) {
      broken.push(`the check ended with ${result.code ?? result.signal}: ` + [...result.said('refused-to-open'), ...result.said('stopped')].join(' ').replaceAll(',', ' ') + result.errors)
    }
    return { broken, kept: Number(kept?.[1] ?? 0), resolved: Number(kept?.[2] ?? 0), readyMs: Number(result.said('ready')[0]?.[1]), code: result.code }
  }

  close () {
    this.disk.close()
  }
}
