package dev.yodel.gatling.grpc.protocol;

import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.Metadata;
import scala.Function1;

/** One entry of request metadata, its value made for each session. */
public record Header<T>(Metadata.Key<T> key, Function1<Session, Validation<T>> value) {}
