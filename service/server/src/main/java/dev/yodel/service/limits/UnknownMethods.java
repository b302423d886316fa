package dev.yodel.service.limits;

import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import org.jspecify.annotations.Nullable;

/** Counts calls to methods that the server does not have; grpc ends them with UNIMPLEMENTED. */
public final class UnknownMethods extends HandlerRegistry {

    private static final int MAX_CHARACTERS = 100;

    private final Refusals refusals;

    public UnknownMethods(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
        refusals.refused(
                "unknown-method", name.length() <= MAX_CHARACTERS ? name : name.substring(0, MAX_CHARACTERS) + "…");
        return null;
    }
}
