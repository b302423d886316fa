// Two people in two browser windows talk in a room, by keyboard alone; prints what is wrong as JSON.
// usage: node chat-pages.js CHROMIUM URL FOLDER-FOR-SCREENSHOTS
const {chromium} = require("playwright-core");
const axe = require("axe-core");

const [executablePath, url, folder] = process.argv.slice(2);
const HOSTILE = "<img src=x onerror=alert(1)>";
const TIMEOUT = {timeout: 30000};
const wrong = [];

async function open(browser, name, viewport, colorScheme) {
  const page = await browser.newPage({viewport, colorScheme});
  page.on("console", message => {
    if (["error", "warning"].includes(message.type())) wrong.push(`${name}: console: ${message.text()}`);
  });
  page.on("pageerror", error => wrong.push(`${name}: error: ${error.message}`));
  page.on("dialog", dialog => wrong.push(`${name}: a dialog: ${dialog.message()}`));
  page.on("request", request => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) wrong.push(`${name}: network: ${request.url()}`);
  });
  await page.goto(`${url}/chat`);
  return page;
}

async function check(page, what) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) wrong.push(`${what}: wider than the window by ${overflow} px`);
  await page.screenshot({path: `${folder}/${what}.png`});
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run());
  for (const violation of found.violations.filter(one => ["serious", "critical"].includes(one.impact))) {
    wrong.push(`${what}: axe: ${violation.id}: ${violation.nodes[0].html}`);
  }
}

async function join(page, name) {
  await page.focus("#name");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#text:focus", TIMEOUT);
}

async function say(page, text) {
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

const seen = (page, text) => page.waitForFunction(
    wanted => [...document.querySelectorAll("#log p")].some(line => line.textContent.includes(wanted)), text, TIMEOUT);

(async () => {
  const browser = await chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
  try {
    const phone = await open(browser, "phone", {width: 390, height: 700}, "light");
    const wide = await open(browser, "wide", {width: 1200, height: 800}, "dark");
    await check(phone, "join-phone");
    await check(wide, "join-wide");
    await join(phone, "Ada");
    await join(wide, HOSTILE);
    await seen(phone, HOSTILE + " has joined");
    await say(phone, "Hello, valley!");
    await seen(wide, "Ada: Hello, valley!");
    await say(wide, "<script>alert(2)</script><b>bold</b>");
    await seen(phone, HOSTILE + ": <script>alert(2)</script><b>bold</b>");
    await seen(wide, HOSTILE + ": <script>alert(2)</script><b>bold</b>");
    if (await phone.locator("#log img, #log script").count()) wrong.push("a text became markup");
    await check(phone, "chat-phone");
    await check(wide, "chat-wide");

    // Somebody who comes later sees what was said; a name is taken once.
    const later = await open(browser, "later", {width: 390, height: 700}, "dark");
    await later.focus("#name");
    await later.keyboard.type("Ada");
    await later.keyboard.press("Enter");
    await later.waitForSelector("#status.bad", TIMEOUT);
    if (!(await later.textContent("#status")).startsWith("ALREADY_EXISTS")) wrong.push("a name was taken twice");
    await later.fill("#name", "Bo");
    await later.keyboard.press("Enter");
    await seen(later, "Ada: Hello, valley!");
    await later.click("#leave");
    await later.waitForSelector("#join:not([hidden])", TIMEOUT);
    await seen(phone, "Bo has left");

    // A script that came into the page in spite of all would not run.
    const ran = await wide.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      return window.ran === true;
    });
    if (ran) wrong.push("the policy lets a script of the page itself run");
    const expected = message => /Content Security Policy/.test(message);
    if (await phone.textContent("#status") !== "2 people are here.") wrong.push("status: " + await phone.textContent("#status"));
    const refused = wrong.filter(expected);
    if (refused.length !== 1) wrong.push(`${refused.length} refusals by policy (expected: 1)`);
    phone.removeAllListeners("console").removeAllListeners("request"); // Armeria's page asks for fonts; its policy refuses them.
    await phone.goto(`${url}/docs/`);
    await phone.waitForSelector("text=EchoService", {...TIMEOUT, state: "attached"});
    await phone.setViewportSize({width: 1200, height: 800});
    await phone.screenshot({path: `${folder}/docs.png`});
    console.log(JSON.stringify(wrong.filter(message => !expected(message))));
  } finally {
    await browser.close();
  }
})().catch(error => {
  console.error(error.message, JSON.stringify(wrong));
  process.exit(1);
});
