// A disk that fails on purpose, for one directory: starts programs under faultfs and gives it orders.
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { cutPower } from './power_loss.mjs'

const words = ['dieAtSync', 'dieAtWrite', 'failSyncAt', 'failSyncCount', 'failWriteAt', 'shortEvery', 'spaceLeft', 'refuseOpens',
  'lieAboutSyncs', 'syncs', 'writes', 'faults', 'directoryFaults', 'faultTimeNs']
const noOrders = Object.fromEntries(words.map(word => [word, word === 'spaceLeft' ? -1n : 0n]))

export class Disk {
  /** `base` is a directory for this disk alone; the watched files go below `base/data`. */
  constructor (base, library) {
    this.base = base
    this.data = join(base, 'data')
    this.library = library
    mkdirSync(this.data, { recursive: true })
    this.control = openSync(join(base, 'control'), 'w+')
    this.order({})
  }

  /** Orders for the next process, or for the one that runs. All that are not named go back to none; counts begin anew. */
  order (orders) {
    const all = { ...noOrders, ...orders }
    words.forEach(word => this.set(word, all[word]))
  }

  set (word, value) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(value))
    writeSync(this.control, bytes, 0, 8, 8 * words.indexOf(word))
  }

  get (word) {
    const bytes = Buffer.alloc(8)
    readSync(this.control, bytes, 0, 8, 8 * words.indexOf(word))
    return Number(bytes.readBigInt64LE())
  }

  get environment () {
    return {
      LD_PRELOAD: this.library,
      AISLE_FAULT_DIRECTORY: this.data,
      AISLE_FAULT_JOURNAL: join(this.base, 'journal'),
      AISLE_FAULT_CONTROL: join(this.base, 'control')
    }
  }

  /** See power_loss.mjs. */
  cutPower (how) {
    return cutPower(join(this.base, 'journal'), how)
  }

  /** The machine goes on and only the process died: what was written is there, synced or not. */
  keepEverything () {
    rmSync(join(this.base, 'journal'), { force: true })
  }

  close () {
    closeSync(this.control)
    rmSync(this.base, { recursive: true, force: true })
  }
}
