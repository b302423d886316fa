// Opens a report in Chromium at two widths, light and dark, uses it, and prints what it found wrong as JSON.
// usage: node open-report.js CHROMIUM REPORT FOLDER-FOR-SCREENSHOTS
const {chromium} = require("playwright-core");
const axe = require("axe-core");
const {pathToFileURL} = require("url");

const [executablePath, report, folder] = process.argv.slice(2);

async function open(browser, width, colorScheme) {
  const wrong = [];
  const page = await browser.newPage({viewport: {width, height: 900}, colorScheme});
  page.on("console", message => {
    if (["error", "warning"].includes(message.type())) wrong.push("console: " + message.text());
  });
  page.on("pageerror", error => wrong.push("error: " + error.message));
  page.on("request", request => {
    if (!/^(file|data):/.test(request.url())) wrong.push("network: " + request.url());
  });
  await page.goto(pathToFileURL(report).href);
  await page.waitForSelector("html[data-ready=true]", {timeout: 30000});
  await page.screenshot({path: `${folder}/report-${width}-${colorScheme}.png`, fullPage: true});
  const charts = await page.locator(".uplot canvas").count();
  const tabs = page.locator(".tabs button");
  for (let tab = 0; tab < await tabs.count(); tab++) {
    await tabs.nth(tab).click();
    for (const option of await page.locator("#latency option").all()) {
      await page.selectOption("#latency", await option.getAttribute("value"));
    }
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) wrong.push(`wider than the window by ${overflow} px`);
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run());
  for (const violation of found.violations.filter(one => ["serious", "critical"].includes(one.impact))) {
    wrong.push(`axe: ${violation.id}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`);
  }
  await page.close();
  return {width, colorScheme, charts, wrong};
}

(async () => {
  const browser = await chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
  try {
    const results = [];
    for (const width of [390, 1400]) {
      for (const colorScheme of ["light", "dark"]) {
        results.push(await open(browser, width, colorScheme));
      }
    }
    console.log(JSON.stringify(results));
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error.message);
  process.exit(1);
});
