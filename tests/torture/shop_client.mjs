// Clients of the shop over HTTP, each with a connection of its own, and the record of what they were promised.
import { Agent, request as httpRequest } from 'node:http'

/** One client, one kept-alive connection, one request at a time. */
export class Client {
  constructor (aisle) {
    this.aisle = aisle
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 })
  }

  /** {status, text, headers}; throws when the connection was lost before the answer was whole. */
  send ({ method, path, body, headers = {} }) {
    return new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
      const all = payload === undefined ? headers : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload), ...headers }
      const sent = httpRequest({ host: '127.0.0.1', port: this.aisle.port, method, path, headers: all, agent: this.agent }, answer => {
        const chunks = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('aborted', () => reject(new Error('aborted')))
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }))
      })
      sent.on('error', reject)
      sent.setTimeout(30_000, () => sent.destroy(new Error('no answer within 30 s')))
      sent.end(payload)
    })
  }

  close () {
    this.agent.destroy()
  }
}

/** An answer that promises nothing and asks to come again. */
export const saysLater = ({ status, text }) => [429, 503, 507].includes(status) || (status === 409 && text.includes('idempotency-in-flight'))

/** Requests with keys and what was answered to them. */
export class Promises {
  constructor () {
    this.all = []
  }

  /** Asks until there is an answer that says something; records it. Throws when the connection is lost: then nobody knows. */
  async ask (client, key, request) {
    const promise = { key, request: { ...request, headers: { ...request.headers, 'idempotency-key': key } } }
    this.all.push(promise)
    return this.askAgain(client, promise)
  }

  async askAgain (client, promise) {
    for (;;) {
      const answer = await client.send(promise.request)
      if (saysLater(answer)) {
        await new Promise(resolve => setTimeout(resolve, 5))
        continue
      }
      promise.status = answer.status
      promise.text = answer.text
      return { ...answer, json: JSON.parse(answer.text || 'null') }
    }
  }

  /**
   * Asks everything from `first` on again, by many clients: what was answered must be answered alike, byte for byte; what
   * was not is answered now. Gives sentences about what differs.
   */
  async verify (clients, first = 0) {
    const broken = []
    let next = first
    const work = async client => {
      while (next < this.all.length) {
        const promise = this.all[next++]
        const { status, text } = promise
        const again = await this.askAgain(client, promise)
        if (status === undefined) continue
        const what = `${promise.request.method} ${promise.request.path} ${promise.key}`
        if (again.status !== status || again.text !== text) {
          broken.push(`${what} was answered ${status} ${text.slice(0, 150)} and is now answered ${again.status} ${again.text.slice(0, 150)}`)
        } else if (again.headers['idempotency-replayed'] !== 'true' && status !== 404) {
          broken.push(`${what} was done again`)
        }
      }
    }
    await Promise.all(clients.map(work))
    return broken
  }
}

/** Makes the index `products` with SKUs "sku-0" onwards. */
export async function loadCatalog (aisle, skus, stock) {
  const mappings = {
    properties: {
      title: { type: 'text' },
      price: { type: 'double', live: true },
      currency: { type: 'keyword' },
      inventory: { type: 'long', live: true },
      in_stock: { type: 'boolean', live: true },
      reserved: { type: 'long', live: true }
    }
  }
  await must(aisle.request('PUT', '/products', { mappings }))
  const lines = []
  for (let i = 0; i < skus; i++) {
    lines.push(JSON.stringify({ index: { _index: 'products', _id: `sku-${i}` } }))
    lines.push(JSON.stringify({ title: `product ${i}`, price: 19.99, currency: 'USD', inventory: stock, in_stock: true, reserved: 0 }))
  }
  await must(aisle.request('POST', '/_bulk?refresh=true', lines.join('\n') + '\n', { 'content-type': 'application/x-ndjson' }))
}

/** The answer, which must be a success. */
export async function must (asked) {
  const answer = await asked
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`)
  return answer
}
