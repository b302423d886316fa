package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.MethodDescriptor;
import scala.Function1;

/** Where the messages to send come from. */
@FunctionalInterface
public interface MessageSource<Q> {

    /** The message for each session, for calls of the method in that run. */
    Function1<Session, Validation<Q>> bind(MethodDescriptor<Q, ?> method, GrpcComponents components);
}
