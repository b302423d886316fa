// Opens dashboards of a Grafana in Chromium, keeps a screenshot of each, and prints what is wrong on them as JSON.
// usage: node open-dashboards.js CHROMIUM FOLDER MOMENT PAGES, with PAGES as [{"name", "url", "panels"}]
// GRAFANA_AUTHORIZATION is sent with every request.
const {chromium} = require("playwright-core");

const [executablePath, folder, moment, pages] = process.argv.slice(2);
const authorization = process.env.GRAFANA_AUTHORIZATION;

// How versions from 7.5 on mark a panel, an error in its corner, and an alert of the page.
const PANELS = [".panel-container", "[data-testid^='data-testid Panel header']"];
const LOADING = ".panel-loading, [aria-label='Panel loading bar'], [data-testid='data-testid Panel loading bar']";
const ERRORS = [".panel-info-corner--error", "[data-testid='data-testid Panel status error']",
  "[data-testid*='Panel header error']", "[aria-label='Panel header item error']", ".alert-error",
  "[data-testid*='Alert error']", "[aria-label*='Alert error']", "[role=alert]"].join(", ");

async function count(page) {
  const counts = await Promise.all(PANELS.map(selector => page.locator(selector).count()));
  return Math.max(...counts);
}

async function until(condition, millis) {
  const end = Date.now() + millis;
  while (!await condition() && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 200));
}

async function open(context, {name, url, panels}) {
  const problems = [];
  const page = await context.newPage();
  // Of what Grafana asks itself and Prometheus; a missing avatar or feature is no error of a panel.
  page.on("response", response => {
    if (response.status() >= 400 && /\/api\/(ds\/query|datasources|dashboards)/.test(response.url())) {
      problems.push(`HTTP ${response.status()}: ${new URL(response.url()).pathname}`);
    }
  });
  page.on("pageerror", error => problems.push(`script: ${error.message}`));
  await page.goto(url, {timeout: 60000});
  await until(async () => await count(page) >= panels, 15000);
  await until(async () => await page.locator(LOADING).count() === 0, 15000);
  await page.waitForTimeout(1000); // errors come with the answers of the last queries
  const found = await count(page);
  if (found < panels) problems.push(`${found} panels (expected: ${panels})`);
  for (const error of await page.locator(ERRORS).all()) {
    if (await error.isVisible() || await error.getAttribute("aria-label")) {
      const text = [await error.getAttribute("aria-label"), await error.textContent()].filter(part => part).join(" ");
      problems.push(`error: ${text.trim() || await error.getAttribute("class")}`);
    }
  }
  await page.screenshot({path: `${folder}/${name}-${moment}.png`});
  await page.close();
  return {name, found, problems};
}

(async () => {
  const browser = await chromium.launch({executablePath, args: ["--no-sandbox"]});
  try {
    // So high that no panel waits until somebody scrolls to it.
    const context = await browser.newContext({viewport: {width: 1600, height: 2600},
      extraHTTPHeaders: authorization ? {Authorization: authorization} : {}});
    const opened = [];
    for (const page of JSON.parse(pages)) opened.push(await open(context, page));
    console.log(JSON.stringify(opened));
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error);
  process.exit(1);
});
