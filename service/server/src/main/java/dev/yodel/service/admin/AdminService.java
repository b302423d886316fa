package dev.yodel.service.admin;

import com.google.rpc.Status;
import dev.yodel.service.behavior.BehaviorChecks;
import dev.yodel.service.behavior.BehaviorGrammar;
import dev.yodel.service.behavior.Behaviors;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.service.behavior.Violations;
import dev.yodel.service.lifecycle.ServiceStates;
import dev.yodel.v1.AdminServiceGrpc;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.GetServerRequest;
import dev.yodel.v1.GetServerResponse;
import dev.yodel.v1.ServiceState;
import dev.yodel.v1.ServiceStatus;
import dev.yodel.v1.SetDefaultBehaviorRequest;
import dev.yodel.v1.SetDefaultBehaviorResponse;
import dev.yodel.v1.SetServiceStateRequest;
import dev.yodel.v1.SetServiceStateResponse;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code yodel.v1.AdminService}: changes the default behavior and the states of services at run time. */
public final class AdminService extends AdminServiceGrpc.AdminServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(AdminService.class);

    private final Behaviors behaviors;
    private final ServiceStates states;

    public AdminService(Behaviors behaviors, ServiceStates states) {
        this.behaviors = behaviors;
        this.states = states;
    }

    @Override
    public void getServer(GetServerRequest request, StreamObserver<GetServerResponse> caller) {
        answer(
                caller,
                () -> GetServerResponse.newBuilder()
                        .setDefaultBehavior(behaviors.fallback())
                        .addAllServices(states.all())
                        .build());
    }

    @Override
    public void setDefaultBehavior(
            SetDefaultBehaviorRequest request, StreamObserver<SetDefaultBehaviorResponse> caller) {
        answer(caller, () -> {
            Behavior behavior =
                    request.hasText() ? BehaviorGrammar.parse("text", request.getText()) : request.getBehavior();
            behaviors.replaceFallback(behavior);
            LOG.warn("default behavior changed: {}", text(behavior));
            return SetDefaultBehaviorResponse.newBuilder()
                    .setDefaultBehavior(behavior)
                    .build();
        });
    }

    @Override
    public void setServiceState(SetServiceStateRequest request, StreamObserver<SetServiceStateResponse> caller) {
        answer(caller, () -> {
            if (!states.has(request.getService())) {
                throw RejectedRequestException.of(
                        com.google.rpc.Code.NOT_FOUND,
                        "service: " + Violations.clip(request.getService()) + " (expected: empty for all, or "
                                + states.all().stream()
                                        .map(ServiceStatus::getService)
                                        .filter(name -> !name.isEmpty())
                                        .collect(Collectors.joining(", "))
                                + ")");
            }
            states.change(request.getService(), request.getState(), failure(request));
            LOG.warn("state of {} changed: {}", name(request), request.getState());
            return SetServiceStateResponse.newBuilder()
                    .addAllServices(states.all())
                    .build();
        });
    }

    private static String text(Behavior behavior) {
        String text = behavior.toString().replaceAll("\\s+", " ").strip();
        return text.isEmpty() ? "none" : text;
    }

    private static Status failure(SetServiceStateRequest request) {
        ServiceState state = request.getState();
        Violations violations = new Violations();
        if (state == ServiceState.SERVICE_STATE_UNSPECIFIED || state == ServiceState.UNRECOGNIZED) {
            violations.add(
                    "state",
                    request.getStateValue(),
                    "SERVICE_STATE_SERVING, SERVICE_STATE_NOT_READY, SERVICE_STATE_NOT_SERVING or"
                            + " SERVICE_STATE_FAILING");
        } else if (request.hasFailure() && state != ServiceState.SERVICE_STATE_FAILING) {
            violations.add("failure", "with " + state, "absent, or with SERVICE_STATE_FAILING");
        } else if (request.hasFailure()) {
            BehaviorChecks.checkStatus("failure", request.getFailure(), violations);
        }
        violations.rejectIfAny();
        return request.hasFailure()
                ? request.getFailure()
                : Status.newBuilder()
                        .setCode(com.google.rpc.Code.UNAVAILABLE_VALUE)
                        .setMessage("the service is failing, see AdminService")
                        .build();
    }

    private static String name(SetServiceStateRequest request) {
        return request.getService().isEmpty() ? "all services" : request.getService();
    }

    private static <T> void answer(StreamObserver<T> caller, Supplier<T> answer) {
        try {
            caller.onNext(answer.get());
            caller.onCompleted();
        } catch (RejectedRequestException e) {
            caller.onError(StatusProto.toStatusRuntimeException(e.status()));
        }
    }
}
