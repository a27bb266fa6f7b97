/** Prints a failure with what is needed to see it again, and keeps count. */
export class Verdicts {
  /** `bug`: one is planted, so that at least one failure is what we want to see. */
  constructor (name, seed, bug) {
    this.name = name
    this.bug = bug
    this.seed = seed
    this.passed = 0
    this.failed = 0
    console.log(`${name}: seed ${seed}` + (bug ? `, with a planted bug: ${bug}` : ''))
  }

  add (what, broken) {
    if (broken.length === 0) {
      this.passed++
      return
    }
    this.failed++
    if (this.failed <= (this.bug ? 1 : 5)) {
      console.error(`  ${what} (seed ${this.seed}):`)
      for (const sentence of broken.slice(0, this.bug ? 1 : 5)) console.error(`    ${sentence}`)
      if (broken.length > 5) console.error(`    of ${broken.length}`)
    }
  }

  end () {
    const found = this.bug ? `; the planted bug was ${this.failed > 0 ? 'found' : 'not found'}` : ''
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed${found}`)
    process.exitCode = (this.failed > 0) === (this.bug !== undefined) ? 0 : 1
  }
}
