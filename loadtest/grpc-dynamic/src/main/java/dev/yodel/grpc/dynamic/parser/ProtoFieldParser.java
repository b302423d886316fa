package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.TextFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A parser of fields in messages and extend blocks. */
final class ProtoFieldParser {
    private static final Pattern WORD_START = Pattern.compile("(?:^|_+)([^_]?)");
    private static final Map<String, FieldDescriptorProto.Type> SCALARS = new TreeMap<>();

    static {
        for (FieldDescriptorProto.Type type : FieldDescriptorProto.Type.values()) {
            if (type != FieldDescriptorProto.Type.TYPE_MESSAGE
                    && type != FieldDescriptorProto.Type.TYPE_ENUM
                    && type != FieldDescriptorProto.Type.TYPE_GROUP) {
                SCALARS.put(type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT), type);
            }
        }
    }

    private final ProtoTokens tokens;
    private final ProtoOptions options;
    private final ProtoMessageParser messages;
    private final String syntax;

    ProtoFieldParser(ProtoTokens tokens, ProtoOptions options, ProtoMessageParser messages, String syntax) {
        this.tokens = tokens;
        this.options = options;
        this.messages = messages;
        this.syntax = syntax;
    }

    /** Parses a field; {@code types} receives the message type that a group or a map defines. */
    FieldDescriptorProto.Builder field(Consumer<DescriptorProto.Builder> types) {
        FieldDescriptorProto.Builder field = optional();
        label(field);
        return unlabelled(field, types);
    }

    /** Parses a field in a oneof, which has no label. */
    FieldDescriptorProto.Builder fieldOfOneof(Consumer<DescriptorProto.Builder> types) {
        return unlabelled(optional(), types);
    }

    private static FieldDescriptorProto.Builder optional() {
        return FieldDescriptorProto.newBuilder().setLabel(Label.LABEL_OPTIONAL);
    }

    private FieldDescriptorProto.Builder unlabelled(
            FieldDescriptorProto.Builder field, Consumer<DescriptorProto.Builder> types) {
        if (tokens.at("group") && !syntax.equals("proto3")) {
            tokens.advance();
            return group(field, types);
        }
        if (tokens.at("map") && tokens.followedBy("<")) {
            return map(field, types);
        }
        type(field);
        nameAndNumber(field);
        fieldOptions(field);
        tokens.expect(";");
        return field;
    }

    private void label(FieldDescriptorProto.Builder field) {
        if (tokens.accept("repeated")) {
            field.setLabel(Label.LABEL_REPEATED);
        } else if (tokens.accept("required")) {
            field.setLabel(Label.LABEL_REQUIRED);
        } else if (tokens.accept("optional") && syntax.equals("proto3")) {
            field.setProto3Optional(true);
        }
    }

    private void type(FieldDescriptorProto.Builder field) {
        FieldDescriptorProto.Type scalar = tokens.followedBy(".") ? null : SCALARS.get(tokens.token());
        if (scalar != null) {
            tokens.advance();
            field.setType(scalar);
        } else {
            field.setTypeName(tokens.dottedName("a field, for example: string name = 1;"));
        }
    }

    private void nameAndNumber(FieldDescriptorProto.Builder field) {
        field.setName(tokens.word("the name of a field"));
        tokens.expect("=");
        field.setNumber(tokens.integer("the number of a field"));
    }

    private FieldDescriptorProto.Builder group(
            FieldDescriptorProto.Builder field, Consumer<DescriptorProto.Builder> types) {
        nameAndNumber(field);
        DescriptorProto.Builder type = DescriptorProto.newBuilder().setName(field.getName());
        field.setTypeName(field.getName()).setType(FieldDescriptorProto.Type.TYPE_GROUP);
        field.setName(field.getName().toLowerCase(Locale.ROOT));
        fieldOptions(field);
        messages.body(type);
        types.accept(type);
        return field;
    }

    private FieldDescriptorProto.Builder map(
            FieldDescriptorProto.Builder field, Consumer<DescriptorProto.Builder> types) {
        tokens.advance();
        tokens.expect("<");
        FieldDescriptorProto.Builder key = entryField("key", 1);
        type(key);
        tokens.expect(",");
        FieldDescriptorProto.Builder value = entryField("value", 2);
        type(value);
        tokens.expect(">");
        nameAndNumber(field);
        fieldOptions(field);
        tokens.expect(";");
        // As in protoc, the features of the field also apply to its keys and values.
        key.getOptionsBuilder().mergeFrom(features(field));
        value.getOptionsBuilder().mergeFrom(features(field));
        String name = entryName(field.getName());
        DescriptorProto.Builder entry =
                DescriptorProto.newBuilder().setName(name).addField(key).addField(value);
        entry.getOptionsBuilder().setMapEntry(true);
        types.accept(entry);
        return field.setLabel(Label.LABEL_REPEATED)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName(name);
    }

    private static FieldDescriptorProto.Builder entryField(String name, int number) {
        return optional().setName(name).setNumber(number);
    }

    private static FieldOptions features(FieldDescriptorProto.Builder field) {
        FieldOptions.Builder options = FieldOptions.newBuilder();
        if (field.getOptions().hasFeatures()) {
            options.setFeatures(field.getOptions().getFeatures());
        }
        return options.build();
    }

    /** The name that protoc gives to the entry type of a map: {@code ByNameEntry} for {@code by_name}. */
    private static String entryName(String field) {
        return WORD_START.matcher(field).replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT)) + "Entry";
    }

    private void fieldOptions(FieldDescriptorProto.Builder field) {
        if (!tokens.at("[")) {
            return;
        }
        options.list(field.getOptionsBuilder(), (name, value) -> switch (String.join(".", name)) {
            case "default" -> {
                field.setDefaultValue(defaultValue(field, value));
                yield true;
            }
            case "json_name" -> {
                ByteString string = value.string();
                if (string != null) {
                    field.setJsonName(string.toStringUtf8());
                }
                yield string != null;
            }
            default -> false;
        });
    }

    private static String defaultValue(FieldDescriptorProto.Builder field, ProtoOptions.Value value) {
        ByteString string = value.string();
        if (string == null) {
            // Protobuf accepts 0x1f as a default value, but not 0X1F.
            return value.source().replaceFirst("^(-?)0X", "$10x");
        }
        return field.getType() == FieldDescriptorProto.Type.TYPE_BYTES
                ? TextFormat.escapeBytes(string)
                : string.toStringUtf8();
    }
}
