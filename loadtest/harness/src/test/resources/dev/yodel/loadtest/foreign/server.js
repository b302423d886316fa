// grpc-js with implementations from npm, and the Guide for the shapes that they lack. Serves until it is ended.

const path = require('path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const {ReflectionService} = require('@grpc/reflection');
const health = require('grpc-health-check');

const reflection = path.dirname(require.resolve('@grpc/reflection/package.json'));
const described = protoLoader.loadSync(
    [
      'tour.proto',
      health.protoPath,
      path.join(reflection, 'build/proto/grpc/reflection/v1/reflection.proto'),
    ],
    {includeDirs: [__dirname]});

function listPeaks(call) {
  if (call.request.count > 1000) {
    call.emit('error', {code: grpc.status.OUT_OF_RANGE, details: 'höher geht es nicht'});
    return;
  }
  for (let rank = 1; rank <= call.request.count; rank++) {
    call.write({rank, firstClimbed: {seconds: -523715400}});
  }
  call.end();
}

function record(call, callback) {
  const tour = {steps: 0, metres: 0, rest: {seconds: 0}, seen: {}};
  call.on('data', (step) => {
    tour.steps++;
    tour.metres += step.metres ?? 0;
    tour.rest.seconds += Number(step.rest?.seconds ?? 0);
    for (const [name, count] of Object.entries(step.seen ?? {})) {
      tour.seen[name] = (tour.seen[name] ?? 0) + count;
    }
  });
  call.on('end', () => callback(null, tour));
}

const server = new grpc.Server();
server.addService(described['tour.v1.Guide'], {listPeaks, record});
new health.HealthImplementation({'': 'SERVING', 'tour.v1.Guide': 'SERVING'}).addToServer(server);
new ReflectionService(described).addToServer(server);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(`Listening on 127.0.0.1:${port}`);
});
