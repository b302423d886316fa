package dev.yodel.service.call;

import io.grpc.MethodDescriptor;

/** Is notified of each failure that a caller asked for. */
@FunctionalInterface
public interface InjectionListener {

    /**
     * A call ends with the failure that its caller asked for.
     *
     * @param code the number of the status
     */
    void injected(MethodDescriptor<?, ?> method, int code);
}
