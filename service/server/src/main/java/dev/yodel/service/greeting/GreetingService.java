package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallHandlerFactory;
import dev.yodel.v1.ConverseRequest;
import dev.yodel.v1.ConverseResponse;
import dev.yodel.v1.GreetEachRequest;
import dev.yodel.v1.GreetGroupRequest;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/** {@code yodel.v1.GreetingService}: greets people, with one method for each type of call. */
public final class GreetingService {

    /** The maximum length of a name, in characters. */
    static final int MAX_NAME = 256;

    private GreetingService() {}

    public static ServerServiceDefinition bind(CallHandlerFactory handlers) {
        return ServerServiceDefinition.builder(GreetingServiceGrpc.getServiceDescriptor())
                .addMethod(handlers.oneForOne(
                        GreetingServiceGrpc.getGreetMethod(), GreetRequest::getBehavior, GreetingService::greet))
                .addMethod(handlers.method(
                        GreetingServiceGrpc.getGreetEachMethod(), GreetEachRequest::getBehavior, GreetEachCall::new))
                .addMethod(handlers.method(
                        GreetingServiceGrpc.getGreetGroupMethod(), GreetGroupRequest::getBehavior, GreetGroupCall::new))
                .addMethod(handlers.oneForOne(
                        GreetingServiceGrpc.getConverseMethod(),
                        ConverseRequest::getBehavior,
                        GreetingService::converse))
                .build();
    }

    /** The languages of the greetings, as BCP 47 tags. */
    public static List<String> languages() {
        return Languages.ALL.stream().map(Language::tag).toList();
    }

    private static GreetResponse greet(GreetRequest request) {
        Language language = check(request.getName(), request.getLanguage());
        return GreetResponse.newBuilder()
                .setGreeting(language.greet(request.getName()))
                .setLanguage(language.tag())
                .build();
    }

    private static ConverseResponse converse(ConverseRequest request) {
        Language language = check(request.getName(), request.getLanguage());
        return ConverseResponse.newBuilder()
                .setGreeting(language.greet(request.getName()))
                .setLanguage(language.tag())
                .build();
    }

    private static Language check(String name, String tag) {
        Violations violations = new Violations();
        violations.checkLength("name", name, MAX_NAME);
        Language language = Languages.of("language", tag, violations);
        violations.rejectIfAny();
        return language;
    }
}
