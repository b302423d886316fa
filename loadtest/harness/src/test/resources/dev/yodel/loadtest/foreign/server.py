"""grpcio with servicers from PyPI, and the Guide for the shapes that they lack. Serves until it is ended."""

import os
import sys
from concurrent import futures

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
protos, services = grpc.protos_and_services("tour.proto")


class Guide(services.GuideServicer):

    def ListPeaks(self, request, context):
        if request.count > 1000:
            context.abort(grpc.StatusCode.OUT_OF_RANGE, "höher geht es nicht")
        for rank in range(1, request.count + 1):
            peak = protos.Peak(rank=rank)
            peak.first_climbed.FromJsonString("1953-05-29T11:30:00Z")
            yield peak

    def Record(self, request_iterator, context):
        tour = protos.Tour()
        for step in request_iterator:
            tour.steps += 1
            tour.metres += step.metres
            tour.rest.seconds += step.rest.seconds
            for name, count in step.seen.items():
                tour.seen[name] += count
        return tour


server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
checks = health.HealthServicer()
checks.set("tour.v1.Guide", health_pb2.HealthCheckResponse.SERVING)
health_pb2_grpc.add_HealthServicer_to_server(checks, server)
services.add_GuideServicer_to_server(Guide(), server)
reflection.enable_server_reflection([health.SERVICE_NAME, "tour.v1.Guide", reflection.SERVICE_NAME], server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"Listening on 127.0.0.1:{port}", flush=True)
server.wait_for_termination()
