// Lets the k-th sync fail with EIO, for every k: the kernel then calls the pages clean, and they may never reach the disk.
// The process must stop with code 75 within a second and acknowledge nothing after the fault; and every promise must be
// kept, whether the power is cut at once or another process works on those pages first and the power is cut then.
//
//   node tests/torture/failing_syncs.mjs [--syncs 100] [--seed N] [--bug answer-before-commit]
import { parseArgs } from 'node:util'
import { random } from './random.mjs'
import { TorturedShop } from './shop_driver.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({ options: { syncs: { type: 'string', default: '100' }, seed: { type: 'string' }, bug: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('failing syncs', seed, values.bug)
const kMostMilliseconds = 1000

/**
 * What is wrong with how the process ended. It may go on after a directory's failed sync, which SQLite passes over, if a
 * later one succeeds: a directory has no pages that are clean and lost.
 */
function wrongEnd (disk, { code, signal, errors, said }, exitedAt) {
  if (disk.get('faults') === disk.get('directoryFaults')) return []
  const faultTime = disk.get('faultTimeNs')
  const opened = said('ready').length > 0
  const wrong = []
  if (code !== 75 && (opened || code !== 1)) wrong.push(`ended with ${code ?? signal} instead of 75 ${errors}`)
  const milliseconds = (exitedAt - faultTime) / 1e6
  if (milliseconds > kMostMilliseconds) wrong.push(`ended ${Math.round(milliseconds)} ms after the fault`)
  const late = said('ack').filter(words => Number(words[5]) > faultTime)
  if (late.length > 0) wrong.push(`${late.length} acknowledged after the fault, ${late[0].join(' ')} first`)
  return wrong
}

/** Waits for the end; a process that works on after its fault is killed two seconds later. */
async function endOrKill (disk, { process: child, exited }) {
  const begun = Date.now()
  let faultSeen
  const timer = setInterval(() => {
    if (faultSeen === undefined && disk.get('faults') > disk.get('directoryFaults')) faultSeen = Date.now()
    if (Date.now() > (faultSeen ?? begun + 3_000) + 2 * kMostMilliseconds) child.kill('SIGKILL')
  }, 50)
  const result = await exited
  clearInterval(timer)
  return result
}

async function failSync (k) {
  const shop = new TorturedShop({ seed: below(1e9), clients: 1 + below(16), args: ['--checkpoint-pages', below(2) === 0 ? '100' : '5000'] })
  const args = values.bug === 'answer-before-commit' ? ['--answer-before-commit'] : []
  shop.disk.order({ failSyncAt: k, failSyncCount: below(2) === 0 ? 1 : 1e9 })
  let exitedAt = 0
  const started = shop.start('run', ['--clients', String(shop.clients), ...args])
  started.process.once('exit', () => { exitedAt = Number(process.hrtime.bigint()) })
  const result = await endOrKill(shop.disk, started)
  const broken = wrongEnd(shop.disk, result, exitedAt)
  shop.disk.order({})
  const workGoesOn = below(2) === 0
  if (workGoesOn) await shop.run({ args, milliseconds: 100 + below(200) })
  shop.disk.cutPower(below(2) === 0 ? {} : { draw })
  broken.push(...(await shop.check()).broken)
  verdicts.add(`sync ${k} fails${workGoesOn ? ', then another process works' : ''}`, broken)
  shop.close()
}

for (let k = 1; k <= Number(values.syncs); k++) await failSync(k)
verdicts.end()
