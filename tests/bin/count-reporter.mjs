// A Vitest reporter that counts. A test that did not run has not passed: skipped and todo tests count as failed, by name.
import { writeFileSync } from 'node:fs';

/** Writes `{ passed, failed, complaints }` to the file named by TEST_COUNT_FILE when the run is over. */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0;
    let failed = 0;
    const complaints = [];
    for (const module of modules) {
      let tests = 0;
      for (const test of module.children.allTests()) {
        tests += 1;
        const { state } = test.result();
        if (state === 'passed') {
          passed += 1;
          continue;
        }
        failed += 1;
        if (state !== 'failed') complaints.push(`did not run: ${module.relativeModuleId} > ${test.fullName}`);
      }
      // Errors outside any test: the file did not load, or a hook of the file or of a suite failed.
      const outside = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
      if (outside.length > 0) {
        failed += 1;
        complaints.push(`failed outside its tests: ${module.relativeModuleId}`);
      } else if (tests === 0) {
        failed += 1;
        complaints.push(`holds no test: ${module.relativeModuleId}`);
      }
    }
    for (const error of unhandledErrors) {
      failed += 1;
      complaints.push(`unhandled: ${error.message ?? String(error)}`);
    }
    writeFileSync(process.env.TEST_COUNT_FILE, JSON.stringify({ passed, failed, complaints }));
  }
}
