package dev.yodel.grpc.dynamic.json;

import org.jspecify.annotations.Nullable;

/** A piece of a template: what it is worth, given the values of the template's expressions. */
interface TemplateNode {
    @Nullable
    Object[] NO_VALUES = {};

    /** The value in the form in which protobuf's builders take it, or null to leave the field unset. */
    @Nullable
    Object value(@Nullable Object[] values);

    /** Whether it is worth the same for any values. */
    default boolean isConstant() {
        return false;
    }

    /** The part itself, or what it is worth if that never changes. */
    static TemplateNode folded(TemplateNode part, boolean constant) {
        return constant ? new Constant(part.value(NO_VALUES)) : part;
    }

    /** A part that was worked out when the template was parsed. */
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
