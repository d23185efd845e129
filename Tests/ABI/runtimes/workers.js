// workers.js ADDON: requires the add-on only in workers. When the last of them ends, Node unloads the add-on and the
// library, while the library's threads are still running.
"use strict";
const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");

function inWorker(addon) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: addon });
    let status = "no answer";
    worker.on("message", (message) => (status = message));
    worker.on("error", reject);
    worker.on("exit", () => resolve(status));
  });
}

async function main() {
  const addon = require("node:path").resolve(process.argv[2]);
  for (let round = 0; round < 5; round++) {
    const statuses = await Promise.all([inWorker(addon), inWorker(addon)]);
    if (statuses.some((each) => each !== 0)) throw new Error(`round ${round}: ${statuses}`);
    // Threads of an unloaded library would crash now.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log("  Node loads and unloads the library in workers, five times");
}

if (isMainThread) {
  main().catch((error) => {
    console.error(error);
    process.exit(1);
  });
} else {
  parentPort.postMessage(require(workerData).run());
}
