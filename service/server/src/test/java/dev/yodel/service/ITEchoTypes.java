package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.yodel.v1.Color;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.EchoTypesRequest;
import dev.yodel.v1.EveryType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages come back as they were sent, whatever the types of their fields. */
class ITEchoTypes {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    @Test
    void every_kind_of_field_is_there() {
        assertThat(EveryType.getDescriptor().getFields().stream()
                        .map(FieldDescriptor::getType)
                        .collect(Collectors.toSet()))
                .containsAll(Arrays.stream(FieldDescriptor.Type.values())
                        .filter(type -> type != FieldDescriptor.Type.GROUP)
                        .toList());
    }

    @Test
    void every_field_comes_back() {
        EveryType.Builder all = EveryType.newBuilder();
        for (FieldDescriptor field : EveryType.getDescriptor().getFields()) {
            if (!field.isMapField() && !field.getName().startsWith("nested")) {
                set(all, field);
            }
        }
        all.putStringMap("", "empty key").putStringMap("k", "v").putBoolMap(false, Color.COLOR_DARK);
        all.putInt64Map(Long.MIN_VALUE, all.getTimestamp());
        all.setAny(Any.pack(StringValue.of("packed")));
        EveryType sent = all.setNested(all.build()).addNestedValues(all.build()).build();

        assertThat(echo(sent)).isEqualTo(sent);
        // Of four fields of a oneof there is one, and null_value has one value only, which is its default.
        assertThat(sent.getAllFields())
                .hasSize(EveryType.getDescriptor().getFields().size() - 4);
    }

    @Test
    void presence_extremes_and_the_unknown_come_back() {
        EveryType sent = EveryType.newBuilder()
                .setOptionalString("")
                .setOptionalInt32(0)
                .setOptionalColor(Color.COLOR_UNSPECIFIED)
                .setChoiceString("")
                .setDoubleValue(Double.NaN)
                .setFloatValue(-0.0f)
                .setUint64Value(-1)
                .setSint64Value(Long.MIN_VALUE)
                .setColorValue(77)
                .setAny(Any.newBuilder().setTypeUrl("nowhere/unknown.Type").setValue(ByteString.copyFromUtf8("x")))
                .setValue(Value.newBuilder().setNullValue(NullValue.NULL_VALUE))
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                9999,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();

        EveryType received = echo(sent);
        assertThat(received).isEqualTo(sent);
        assertThat(received.hasOptionalString()).isTrue();
        assertThat(received.hasOptionalInt32()).isTrue();
        assertThat(received.getChoiceCase()).isEqualTo(EveryType.ChoiceCase.CHOICE_STRING);
    }

    private static EveryType echo(EveryType sent) {
        return EchoServiceGrpc.newBlockingStub(LOCAL.channel())
                .echoTypes(EchoTypesRequest.newBuilder().setEveryType(sent).build())
                .getEveryType();
    }

    private static void set(EveryType.Builder message, FieldDescriptor field) {
        Object value = switch (field.getJavaType()) {
            case INT -> 7;
            case LONG -> 1L << 40;
            case FLOAT -> 1.5f;
            case DOUBLE -> 2.5;
            case BOOLEAN -> true;
            case STRING -> "Grüezi";
            case BYTE_STRING -> ByteString.copyFrom(new byte[] {0, -1});
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(field.getEnumType().getValues().size() - 1);
            case MESSAGE -> message(message, field);
        };
        if (field.isRepeated()) {
            message.addRepeatedField(field, value);
            message.addRepeatedField(field, value);
        } else {
            message.setField(field, value);
        }
    }

    private static Message message(EveryType.Builder message, FieldDescriptor field) {
        Message.Builder value = message.newBuilderForField(field);
        value.getDescriptorForType().getFields().stream()
                .filter(each -> each.getName().equals("value") && each.getJavaType() == JavaType.STRING)
                .forEach(each -> value.setField(each, "wrapped"));
        return value.build();
    }
}
