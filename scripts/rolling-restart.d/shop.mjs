// People at a shop: each reads pages and fills carts until the file named last is there; then tells what was
// answered and exits with 1 when any request was not answered as it should be.
//   node shop.mjs <address> <people> <file>
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { promisify } from "node:util"

const [address, people, end] = process.argv.slice(2)
const answers = new Map()
const lost = []
let slowest = 0

async function ask(what, method, path, options = {}) {
    const begun = Date.now()
    const count = (result) => answers.set(`${what} ${result}`, (answers.get(`${what} ${result}`) ?? 0) + 1)
    try {
        const response = await fetch(address + path, { method, redirect: "manual", ...options })
        const text = await response.text()
        slowest = Math.max(slowest, Date.now() - begun)
        count(response.status)
        if (response.status >= 400) lost.push(`${what}: ${response.status} ${text.slice(0, 120)}`)
        return { status: response.status, text, header: (name) => response.headers.get(name) }
    } catch (error) {
        count("lost")
        lost.push(`${what}: ${error.message} ${error.cause?.message ?? ""}`)
        return { status: 0, text: "{}", header: () => null }
    }
}

const json = (headers, body) => ({ headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) })

async function person(number) {
    const account = { name: "Ada Lovelace", email: `ada-${number}-${Date.now()}@example.com`, password: "correct horse battery" }
    await ask("account", "POST", "/api/v1/customers", json({}, account))
    const mailed = await promisify(execFile)(process.execPath, ["--no-warnings", "end2end/support/mailed-link.mjs", address, account.email])
    const confirmation = { token: JSON.parse(mailed.stdout).link.split("token=")[1], password: account.password }
    const { token } = JSON.parse((await ask("link", "POST", "/api/v1/customers/confirmations", json({}, confirmation))).text)
    const headers = { authorization: `Bearer ${token}` }
    const products = JSON.parse((await ask("list", "GET", "/api/v1/products", { headers })).text).products
    for (let round = 0; !existsSync(end); round++) {
        const product = products[(number + round) % products.length]
        await ask("page", "GET", `/p/${product.slug}`)
        const seen = JSON.parse((await ask("product", "GET", `/api/v1/products/${product.slug}`, { headers })).text)
        const variant = seen.variants?.[0]?.id
        await ask("cart", "POST", "/api/v1/carts/current/lines", json(headers, { variant, quantity: 1 }))
        await new Promise((later) => setTimeout(later, 20))
    }
}

await Promise.all([...Array(Number(people)).keys()].map(person))
const total = [...answers.values()].reduce((sum, count) => sum + count, 0)
console.log(`${total} requests, ${lost.length} lost, the slowest took ${slowest} ms`)
for (const [what, count] of [...answers].sort()) console.log(`  ${what}: ${count}`)
for (const line of lost.slice(0, 20)) console.log(`  lost: ${line}`)
process.exit(lost.length === 0 && total > 0 ? 0 : 1)
