// What a power cut would have left of a directory: reads the notes that faultfs wrote, and takes back what was not synced.
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const kPage = 4096
const kRecordBytes = 40
const kinds = ['', 'file', 'write', 'sync', 'failedSync', 'truncate', 'created', 'removed', 'directorySync']

function * records (journal) {
  const notes = existsSync(journal) ? readFileSync(journal) : Buffer.alloc(0)
  for (let at = 0; at + kRecordBytes <= notes.length;) {
    const word = i => Number(notes.readBigInt64LE(at + 8 * i))
    const end = at + kRecordBytes + word(4)
    if (end > notes.length) return // killed while it was being written: its write did not happen
    yield { kind: kinds[word(0)], inode: word(1), offset: word(2), length: word(3), bytes: notes.subarray(at + kRecordBytes, end) }
    at = end
  }
}

/** Writes that are not on the disk for sure, by file: [{path, sizeOnDisk, isNew, writes: [{offset, old}]}], oldest first. */
export function unsynced (journal) {
  const files = new Map()
  for (const { kind, inode, offset, length, bytes } of records(journal)) {
    if (kind === 'directorySync') {
      for (const file of files.values()) if (dirname(file.path) === bytes.toString()) file.isNew = false
      continue
    }
    if (kind === 'file') { // seen again by a later process: what the earlier one did not sync still is not
      if (!files.has(inode)) files.set(inode, { path: bytes.toString(), sizeOnDisk: offset, isNew: false, writes: [] })
      continue
    }
    const file = files.get(inode)
    if (kind === 'created') file.isNew = true
    if (kind === 'removed') files.delete(inode)
    if (kind === 'failedSync') for (const write of file.writes) write.lost = true // the kernel calls these pages clean now
    if (kind === 'sync') {
      file.sizeOnDisk = length
      file.writes = file.writes.filter(write => write.lost)
    }
    if (kind === 'write') {
      const old = Buffer.alloc(length) // past the end of a file there are zeros
      bytes.copy(old)
      const page = Math.floor(offset / kPage)
      for (const write of file.writes) if (Math.floor(write.offset / kPage) === page) write.lost = false // dirty again
      file.writes.push({ offset, old, lost: false })
    }
  }
  return [...files.values()]
}

/** Parts of writes by the unit of the disk that they fall into, oldest first. */
function byUnit (writes, unit) {
  const units = new Map()
  for (const { offset, old } of writes) {
    for (let at = 0; at < old.length;) {
      const number = Math.floor((offset + at) / unit)
      const end = Math.min(old.length, (number + 1) * unit - offset)
      if (!units.has(number)) units.set(number, [])
      units.get(number).push({ offset: offset + at, old: old.subarray(at, end) })
      at = end
    }
  }
  return units
}

/**
 * Cuts the power. `draw` decides what survives: without it nothing that was not synced; with it each unit, of 512 or 4096
 * bytes, is left in any of the states that it had since the last sync, and a file's size and name may survive or not.
 * The process must be dead.
 */
export function cutPower (journal, { draw, unit = kPage } = {}) {
  let takenBack = 0
  for (const { path, sizeOnDisk, isNew, writes } of unsynced(journal)) {
    if (!existsSync(path)) continue
    if (isNew && (!draw || draw() < 0.3)) {
      rmSync(path)
      continue
    }
    const fd = openSync(path, 'r+')
    const size = fstatSync(fd).size
    for (const parts of byUnit(writes, unit).values()) {
      const survive = draw ? Math.floor(draw() * (parts.length + 1)) : 0
      for (const { offset, old } of parts.slice(survive).reverse()) {
        writeSync(fd, old, 0, old.length, offset)
        takenBack++
      }
    }
    ftruncateSync(fd, draw && draw() < 0.5 ? size : sizeOnDisk)
    closeSync(fd)
  }
  rmSync(journal, { force: true })
  return takenBack
}
