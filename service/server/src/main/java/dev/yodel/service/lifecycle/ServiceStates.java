package dev.yodel.service.lifecycle;

import dev.yodel.v1.ServiceState;
import dev.yodel.v1.ServiceStatus;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.StatusProto;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ObjIntConsumer;

/**
 * The state that each service shows to its callers. Health checks and readiness follow it; only services that {@link
 * #controlled} returns refuse or fail their calls. Thread-safe.
 */
public final class ServiceStates {

    /** The name of the server as a whole in health checks. */
    public static final String SERVER = HealthStatusManager.SERVICE_NAME_ALL_SERVICES;

    private static final com.google.rpc.Status UNAVAILABLE = com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.UNAVAILABLE.value())
            .setMessage("the service is not serving, see AdminService")
            .build();

    private final HealthStatusManager health;
    private final ObjIntConsumer<MethodDescriptor<?, ?>> injected;
    private final Map<String, ServiceStatus> states = new ConcurrentSkipListMap<>();

    /** @param injected is notified of each call that fails because of a state, with the number of its status */
    ServiceStates(HealthStatusManager health, ObjIntConsumer<MethodDescriptor<?, ?>> injected) {
        this.health = health;
        this.injected = injected;
        add(SERVER);
    }

    /** Adds a service, which serves. */
    void add(String service) {
        set(service, ServiceState.SERVICE_STATE_SERVING, com.google.rpc.Status.getDefaultInstance());
    }

    /** The states of the server as a whole and of each service, by name. */
    public List<ServiceStatus> all() {
        return List.copyOf(states.values());
    }

    public boolean has(String service) {
        return states.containsKey(service);
    }

    /**
     * Changes the state of a service, or of all services.
     *
     * @param service its name; {@link #SERVER} for all
     * @param failure the status of calls while the service is failing
     */
    public void change(String service, ServiceState state, com.google.rpc.Status failure) {
        if (service.equals(SERVER)) {
            states.keySet().forEach(each -> set(each, state, failure));
        } else {
            set(service, state, failure);
        }
    }

    /** A service whose calls are handled as its state says. */
    public ServerServiceDefinition controlled(ServerServiceDefinition service) {
        String name = service.getServiceDescriptor().getName();
        return ServerInterceptors.intercept(service, new ServerInterceptor() {
            @Override
            public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                    ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
                ServiceStatus status = Objects.requireNonNull(states.get(name));
                return status.hasFailure() ? fail(call, status.getFailure()) : next.startCall(call, headers);
            }
        });
    }

    /** Whether the server and each of its services want calls. */
    boolean areReady() {
        return states.values().stream().allMatch(status -> isHealthy(status.getState()));
    }

    private <ReqT> ServerCall.Listener<ReqT> fail(ServerCall<ReqT, ?> call, com.google.rpc.Status failure) {
        injected.accept(call.getMethodDescriptor(), failure.getCode());
        StatusRuntimeException e = StatusProto.toStatusRuntimeException(failure);
        call.close(e.getStatus(), Objects.requireNonNullElseGet(e.getTrailers(), Metadata::new));
        return new ServerCall.Listener<>() {};
    }

    private void set(String service, ServiceState state, com.google.rpc.Status failure) {
        ServiceStatus.Builder status =
                ServiceStatus.newBuilder().setService(service).setState(state);
        if (state == ServiceState.SERVICE_STATE_FAILING) {
            status.setFailure(failure);
        } else if (state == ServiceState.SERVICE_STATE_NOT_SERVING) {
            status.setFailure(UNAVAILABLE);
        }
        states.put(service, status.build());
        health.setStatus(service, isHealthy(state) ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    private static boolean isHealthy(ServiceState state) {
        return state == ServiceState.SERVICE_STATE_SERVING || state == ServiceState.SERVICE_STATE_FAILING;
    }
}
