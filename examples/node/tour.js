// Calls Yodel from its proto files, in each way that gRPC has: node tour.js PROTO_FOLDER [HOST:PORT]
const grpc = require("@grpc/grpc-js");
const protoLoader = require("@grpc/proto-loader");

const [folder, target = "localhost:50051"] = process.argv.slice(2);
const definition = protoLoader.loadSync(
    ["yodel/v1/greeting.proto", "yodel/v1/echo.proto", "google/rpc/status.proto", "google/rpc/error_details.proto"],
    {includeDirs: [folder], longs: String, enums: String, defaults: true});
const loaded = grpc.loadPackageDefinition(definition);

// A call that fails with UNAVAILABLE is tried again, up to four times in all.
const SERVICE_CONFIG = JSON.stringify({
  methodConfig: [{
    name: [{service: "yodel.v1.EchoService"}],
    retryPolicy: {
      maxAttempts: 4,
      initialBackoff: "0.05s",
      maxBackoff: "1s",
      backoffMultiplier: 2,
      retryableStatusCodes: ["UNAVAILABLE"],
    },
  }],
});
const credentials = grpc.credentials.createInsecure();
const options = {"grpc.service_config": SERVICE_CONFIG};
const greeter = new loaded.yodel.v1.GreetingService(target, credentials, options);
const echo = new loaded.yodel.v1.EchoService(target, credentials, options);

const within = (milliseconds = 30_000) => ({deadline: Date.now() + milliseconds});

/** A unary call as a promise of its response and headers. */
function unary(client, method, request, {metadata = new grpc.Metadata(), timeout} = {}) {
  return new Promise((resolve, reject) => {
    let headers;
    const call = client[method](request, metadata, within(timeout),
        (error, response) => error ? reject(error) : resolve({response, headers}));
    call.on("metadata", received => headers = received);
  });
}

/** The messages of a stream, as a list; rejects with its failure. */
function all(call, field) {
  return new Promise((resolve, reject) => {
    const values = [];
    call.on("data", message => values.push(message[field])).on("end", () => resolve(values)).on("error", reject);
  });
}

async function shapes() {
  console.log("unary:", (await unary(greeter, "Greet", {name: "Ada"})).response.greeting);

  const each = greeter.GreetEach({name: "Ada", languages: ["de", "it"]}, within());
  console.log("server streaming:", ...await all(each, "greeting"));

  const group = await new Promise((resolve, reject) => {
    const call = greeter.GreetGroup(within(), (error, response) => error ? reject(error) : resolve(response));
    ["Ada", "Grace"].forEach(name => call.write({name}));
    call.end();
  });
  console.log("client streaming:", group.greeting);

  const chat = echo.Chat(within());
  ["one", "two", "three"].forEach(message => chat.write({message}));
  chat.end();
  console.log("bidirectional:", ...await all(chat, "message"));
}

async function metadata() {
  const sent = new grpc.Metadata();
  sent.set("x-request-id", "42");
  const behavior = {includeCallInfo: true, headers: [{key: "x-answer", value: "43"}]};
  const {response, headers} = await unary(echo, "Echo", {behavior}, {metadata: sent});
  const arrived = response.info.call.metadata.find(entry => entry.key === "x-request-id").value;
  console.log(`metadata: x-request-id=${arrived} arrived, x-answer=${headers.get("x-answer")[0]} came back`);
}

async function errorDetails() {
  const info = definition["google.rpc.ErrorInfo"];
  const status = definition["google.rpc.Status"];
  const detail = {type_url: "type.googleapis.com/google.rpc.ErrorInfo", value: info.serialize({reason: "GONE"})};
  const behavior = {failure: {status: {code: grpc.status.NOT_FOUND, message: "no such peak", details: [detail]}}};
  try {
    await unary(echo, "Echo", {behavior});
  } catch (error) {
    const sent = status.deserialize(error.metadata.get("grpc-status-details-bin")[0]);
    const {reason} = info.deserialize(sent.details[0].value);
    console.log(`error: ${grpc.status[error.code]}, ${error.details}, reason ${reason}`);
  }
}

async function deadline() {
  const behavior = {messageDelay: {fixed: {seconds: 60}}};
  try {
    await unary(echo, "Echo", {behavior}, {timeout: 200});
  } catch (error) {
    console.log("deadline:", grpc.status[error.code]);
  }
}

async function cancellation() {
  const call = echo.Expand({count: 1_000_000, interval: {nanos: 10_000_000}}, within());
  let received = 0;
  call.on("data", () => {
    if (++received === 3) call.cancel();
  });
  const error = await new Promise(resolve => call.on("error", resolve));
  console.log(`cancellation: ${grpc.status[error.code]} after ${received} messages`);
}

async function retries() {
  // The first two attempts fail, as gRPC itself counts them.
  const behavior = {failure: {status: {code: grpc.status.UNAVAILABLE}, attempts: 2}, includeCallInfo: true};
  console.log("retries: answered at attempt", (await unary(echo, "Echo", {behavior})).response.info.call.attempt);
}

(async () => {
  await shapes();
  await metadata();
  await errorDetails();
  await deadline();
  await cancellation();
  await retries();
})().catch(error => {
  console.error(error);
  process.exitCode = 1;
}).finally(() => [greeter, echo].forEach(client => client.close()));
