package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.ScalaValues;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.grpc.dynamic.json.MessageTemplate;
import dev.yodel.grpc.dynamic.json.RequestTemplates;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.MethodDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Messages written in JSON with Gatling EL. The JSON is parsed once, when the action is built; a call only evaluates
 * the expressions, and a message without expressions is reused.
 */
public record JsonMessages<Q>(String json) implements MessageSource<Q> {

    @Override
    public Function1<Session, Validation<Q>> bind(MethodDescriptor<Q, ?> method, GrpcComponents components) {
        MessageTemplate<?> template = RequestTemplates.of(method, json, components.schemas()::messageType);
        if (template.isConstant()) {
            return SessionExpressions.constant(message(template, new Object[0]));
        }
        List<Function1<Session, Validation<Object>>> values =
                template.expressions().stream().map(SessionExpressions::any).toList();
        return session -> evaluate(template, values, session);
    }

    private Validation<Q> evaluate(
            MessageTemplate<?> template, List<Function1<Session, Validation<Object>>> expressions, Session session) {
        @Nullable Object[] values = new @Nullable Object[expressions.size()];
        for (int i = 0; i < values.length; i++) {
            Validation<Object> value = expressions.get(i).apply(session);
            if ((Validation<?>) value instanceof Failure failure) {
                return failed(failure);
            }
            values[i] = ScalaValues.toJava(((Success<Object>) value).value());
        }
        try {
            return new Success<>(message(template, values));
        } catch (SchemaException e) {
            return failed(new Failure(String.valueOf(e.getMessage())));
        }
    }

    @SuppressWarnings("unchecked") // the template is for requests of the method
    private Q message(MessageTemplate<?> template, @Nullable Object[] values) {
        return (Q) template.evaluate(values);
    }

    @SuppressWarnings("unchecked") // a failure is a validation of anything
    private static <T> Validation<T> failed(Failure failure) {
        return (Validation<T>) (Validation<?>) failure;
    }
}
