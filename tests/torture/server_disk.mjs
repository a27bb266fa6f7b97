// The server itself on a disk that fails: full for a while, a sync that fails, a power cut.
//
//   node tests/torture/server_disk.mjs [--rounds 10] [--seed N]
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Aisle } from '../e2e/aisle.mjs'
import { Disk } from './disk.mjs'
import { random, sleep } from './random.mjs'
import { Client, Promises, loadCatalog } from './shop_client.mjs'
import { faultfs } from './shop_driver.mjs'
import { Verdicts } from './verdicts.mjs'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1e9)
const draw = random(seed)
const below = n => Math.floor(draw() * n)
const verdicts = new Verdicts('server disk', seed)

const disk = new Disk(mkdtempSync(join(tmpdir(), 'aisle-torture-')), faultfs)
Object.assign(process.env, disk.environment, { AISLE_FAULT_DIRECTORY: join(disk.data, 'shop') }) // for the server that is started
const promises = new Promises()
const key = () => `key-${seed}-${promises.all.length}-server-disk`
const reserve = () => ({ method: 'POST', path: '/_shop/v1/reservations', body: { lines: [{ sku: `sku-${below(8)}`, quantity: 1 }], ttl_s: 1800 } })

/** Reserves until the server is gone or `stop.now`. */
async function keepReserving (client, stop) {
  try {
    while (!stop.now) await promises.ask(client, key(), reserve())
  } catch { /* the server is gone */ }
}

async function fullDisk (aisle, client) {
  const broken = []
  const other = new Client(aisle)
  disk.set('spaceLeft', 0)
  let refused
  for (let tries = 0; tries < 500 && refused?.status !== 507; tries++) {
    refused = await client.send({ ...reserve(), headers: { 'idempotency-key': key() + tries } })
    if (refused.status === 201) continue // there is room in what the log has already
  }
  const problem = JSON.parse(refused.text)
  if (refused.status !== 507 || problem.code !== 'storage-full') broken.push(`a full disk is answered ${refused.status} ${refused.text}`)
  const stock = await other.send({ method: 'GET', path: '/_shop/v1/inventory/sku-0' })
  if (stock.status !== 200) broken.push(`stock cannot be read: ${stock.status}`)
  const found = await other.send({ method: 'POST', path: '/products/_search', body: {} })
  if (found.status !== 200) broken.push(`searches fail: ${found.status}`)
  const ready = await other.send({ method: 'GET', path: '/readyz' })
  if (ready.status !== 503) broken.push(`/readyz says ${ready.status} while writes are refused`)
  disk.set('spaceLeft', -1)
  const before = Date.now()
  let taken
  while (Date.now() < before + 5000 && taken?.status !== 201) {
    taken = await client.send({ ...reserve(), headers: { 'idempotency-key': key() + Date.now() } })
    await sleep(20)
  }
  if (taken.status !== 201) broken.push(`5 s after space is back: ${taken.status}`)
  const again = await other.send({ method: 'GET', path: '/readyz' })
  if (again.status !== 200) broken.push(`/readyz says ${again.status} after space is back`)
  other.close()
  return broken
}

async function failingSync (aisle, clients) {
  const broken = []
  const stop = { now: false }
  const loads = clients.map(client => keepReserving(client, stop))
  await sleep(100 + below(300))
  disk.set('failSyncCount', 1_000_000)
  disk.set('failSyncAt', disk.get('syncs') + 1 + below(20))
  const exit = await Promise.race([aisle.exited, sleep(10_000)])
  const milliseconds = (Number(process.hrtime.bigint()) - disk.get('faultTimeNs')) / 1e6
  stop.now = true
  if (exit === undefined) await aisle.kill()
  await Promise.all(loads)
  if (exit?.code !== 75) broken.push(`ended with ${JSON.stringify(exit)} instead of 75`)
  if (milliseconds > 1500) broken.push(`ended ${Math.round(milliseconds)} ms after the fault`)
  return broken
}

async function powerCut (aisle, clients) {
  const stop = { now: false }
  const loads = clients.map(client => keepReserving(client, stop))
  await sleep(50 + below(500))
  await aisle.kill()
  stop.now = true
  await Promise.all(loads)
  return []
}

/** After the process ended: the power goes too, and the server starts again. */
async function restart (aisle, clients) {
  disk.cutPower(below(2) === 0 ? { draw } : {})
  disk.order({})
  await aisle.restart()
  return promises.verify(clients)
}

const aisle = await Aisle.start({ dataDir: disk.data, args: ['--shop-lease', '30m'] })
const clients = Array.from({ length: 16 }, () => new Client(aisle))
try {
  await loadCatalog(aisle, 8, 1_000_000)
  for (let round = 1; round <= Number(values.rounds); round++) {
    verdicts.add(`round ${round}: full disk`, await fullDisk(aisle, clients[0]))
    verdicts.add(`round ${round}: failing sync`, [...await failingSync(aisle, clients), ...await restart(aisle, clients)])
    verdicts.add(`round ${round}: power cut`, [...await powerCut(aisle, clients), ...await restart(aisle, clients)])
  }
} finally {
  for (const client of clients) client.close()
  await aisle.stop()
  disk.close()
}
verdicts.end()
