import grpc from 'k6/net/grpc';
import { check } from 'k6';

const client = new grpc.Client();
const request = { message: __ENV.TEXT };

export const options = {
  scenarios: {
    echo: { executor: 'shared-iterations', vus: Number(__ENV.USERS), iterations: Number(__ENV.COUNT), maxDuration: '30m' },
  },
};

export default () => {
  if (__ITER === 0) {
    client.connect(__ENV.TARGET, { plaintext: true, reflect: true });
  }
  const response = client.invoke('yodel.v1.EchoService/Echo', request);
  check(response, { OK: (r) => r && r.status === grpc.StatusOK });
};
