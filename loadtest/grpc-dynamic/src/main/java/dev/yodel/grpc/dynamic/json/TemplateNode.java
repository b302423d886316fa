package dev.yodel.grpc.dynamic.json;

import org.jspecify.annotations.Nullable;

/** A compiled part of a template, which computes a value from the values of the template's expressions. */
interface TemplateNode {
    @Nullable
    Object[] NO_VALUES = {};

    /** The value as protobuf's builders take it, or null to leave the field unset. */
    @Nullable
    Object value(@Nullable Object[] values);

    /** Whether its value is always the same. */
    default boolean isConstant() {
        return false;
    }

    /** The node itself, or its value if that is constant. */
    static TemplateNode folded(TemplateNode node, boolean constant) {
        return constant ? new Constant(node.value(NO_VALUES)) : node;
    }

    /** A value that was computed when the template was parsed. */
    record Constant(@Nullable Object value) implements TemplateNode {
        static final Constant UNSET = new Constant(null);

        @Override
        public @Nullable Object value(@Nullable Object[] values) {
            return value;
        }

        @Override
        public boolean isConstant() {
            return true;
        }
    }
}
