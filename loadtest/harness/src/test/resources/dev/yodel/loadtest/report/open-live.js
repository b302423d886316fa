// Opens the report of a running load test in Chromium at two widths, light and dark, and prints what it found wrong as JSON.
// usage: node open-live.js CHROMIUM URL FOLDER-FOR-SCREENSHOTS
const {chromium} = require("playwright-core");
const axe = require("axe-core");

const [executablePath, url, folder] = process.argv.slice(2);

async function open(browser, width, colorScheme) {
  const wrong = [];
  const page = await browser.newPage({viewport: {width, height: 900}, colorScheme});
  page.on("console", message => {
    if (["error", "warning"].includes(message.type())) wrong.push("console: " + message.text());
  });
  page.on("pageerror", error => wrong.push("error: " + error.message));
  page.on("request", request => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) wrong.push("network: " + request.url());
  });
  await page.goto(url);
  await page.waitForSelector("html[data-ready=true]", {timeout: 30000});
  await page.waitForSelector(".uplot canvas", {timeout: 30000});
  const calls = () => page.locator(".tile dd").first().textContent();
  const before = await calls();
  await page.selectOption("#latency", "serviceTime");
  await page.locator(".tabs button").first().focus();
  await page.waitForFunction(then => document.querySelector(".tile dd").textContent !== then, before, {timeout: 30000});
  if (await page.inputValue("#latency") !== "serviceTime") wrong.push("the chosen latency was lost");
  if (!await page.evaluate(() => document.activeElement.closest(".tabs"))) wrong.push("the focus was lost");
  const charts = await page.locator(".uplot canvas").count();
  await page.screenshot({path: `${folder}/live-${width}-${colorScheme}.png`, fullPage: true});
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) wrong.push(`wider than the window by ${overflow} px`);
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run());
  for (const violation of found.violations.filter(one => ["serious", "critical"].includes(one.impact))) {
    wrong.push(`axe: ${violation.id}: ${violation.nodes[0].html} ${violation.nodes[0].failureSummary}`);
  }
  // The end of the run, as the load test reports it.
  let asked = 0;
  await page.route("**/live.json", async route => {
    asked++;
    const answer = await route.fetch();
    await route.fulfill({response: answer, json: {...await answer.json(), running: false}});
  });
  await page.waitForSelector("html[data-running=false]", {timeout: 30000});
  const state = await page.locator(".brand").textContent();
  if (!state.endsWith("ended")) wrong.push("state: " + state);
  if (asked !== 1) wrong.push(`asked ${asked} times after the end`);
  await page.close();
  return {width, colorScheme, charts, wrong};
}

(async () => {
  const browser = await chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
  try {
    const results = [];
    for (const [width, colorScheme] of [[390, "light"], [1400, "dark"]]) {
      results.push(await open(browser, width, colorScheme));
    }
    console.log(JSON.stringify(results));
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error.message);
  process.exit(1);
});
