// Opens the report of a running load test in Chromium at two widths, light and dark, and prints what it found wrong as JSON.
// usage: node open-live.js CHROMIUM URL FOLDER-FOR-SCREENSHOTS
const pages = require("./pages.js");

const [executablePath, url, folder] = process.argv.slice(2);

async function open(browser, width, colorScheme) {
  const {page, wrong} = await pages.open(browser, width, colorScheme,
    address => address.startsWith(url) || address.startsWith("data:"));
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
  await pages.check(page, wrong);
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

pages.run(executablePath, [[390, "light"], [1400, "dark"]], open);
