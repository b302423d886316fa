// Opens pages in Chromium, watches them, and prints what was wrong with each as JSON; shared by the scripts beside this one.
const {chromium} = require("playwright-core");
const axe = require("axe-core");

// A page of a size and a color scheme; what it logs, throws, or requests from where it may not is wrong.
exports.open = async (browser, width, colorScheme, mayRequest) => {
  const wrong = [];
  const page = await browser.newPage({viewport: {width, height: 900}, colorScheme});
  page.on("console", message => {
    if (["error", "warning"].includes(message.type())) wrong.push("console: " + message.text());
  });
  page.on("pageerror", error => wrong.push("error: " + error.message));
  page.on("request", request => {
    if (!mayRequest(request.url())) wrong.push("network: " + request.url());
  });
  return {page, wrong};
};

// Its width and its accessibility.
exports.check = async (page, wrong) => {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) wrong.push(`wider than the window by ${overflow} px`);
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run());
  for (const violation of found.violations.filter(one => ["serious", "critical"].includes(one.impact))) {
    wrong.push(`axe: ${violation.id}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`);
  }
};

// Opens a page for each pair of a width and a color scheme, and prints the results.
exports.run = async (executablePath, pairs, open) => {
  const browser = await chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
  try {
    const results = [];
    for (const [width, colorScheme] of pairs) {
      results.push(await open(browser, width, colorScheme));
    }
    console.log(JSON.stringify(results));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
};
