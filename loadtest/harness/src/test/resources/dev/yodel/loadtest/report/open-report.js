// Opens a report in Chromium at two widths, light and dark, uses it, and prints what it found wrong as JSON.
// usage: node open-report.js CHROMIUM REPORT FOLDER-FOR-SCREENSHOTS
const pages = require("./pages.js");
const {pathToFileURL} = require("url");

const [executablePath, report, folder] = process.argv.slice(2);

async function open(browser, width, colorScheme) {
  const {page, wrong} = await pages.open(browser, width, colorScheme,
    address => /^(file|data):/.test(address));
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
  await pages.check(page, wrong);
  await page.close();
  return {width, colorScheme, charts, wrong};
}

pages.run(executablePath, [390, 1400].flatMap(width => ["light", "dark"].map(scheme => [width, scheme])), open);
