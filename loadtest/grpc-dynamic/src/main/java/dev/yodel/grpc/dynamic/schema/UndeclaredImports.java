package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the imports that files need and don't declare, by the names of the types they use, among the given and the bundled
 * files. Names may be relative, as in a {@code .proto} file.
 */
final class UndeclaredImports {
    private final Collection<FileDescriptorProto> files;
    private final Map<String, String> definedIn = new HashMap<>();

    UndeclaredImports(Collection<FileDescriptorProto> files) {
        this.files = files;
        files.forEach(this::define);
        BundledFiles.all().stream().map(FileDescriptor::toProto).forEach(this::define);
    }

    private void define(FileDescriptorProto file) {
        define(file.getPackage(), file.getEnumTypeList(), file.getMessageTypeList(), file.getName());
    }

    private void define(String scope, List<EnumDescriptorProto> enums, List<DescriptorProto> messages, String file) {
        enums.forEach(type -> definedIn.putIfAbsent(join(scope, type.getName()), file));
        for (DescriptorProto type : messages) {
            String name = join(scope, type.getName());
            definedIn.putIfAbsent(name, file);
            define(name, type.getEnumTypeList(), type.getNestedTypeList(), file);
        }
    }

    /** The files with their undeclared imports added. */
    List<FileDescriptorProto> declared() {
        return files.stream().map(this::declared).toList();
    }

    private FileDescriptorProto declared(FileDescriptorProto file) {
        Set<String> imports = new LinkedHashSet<>(file.getDependencyList());
        addFields(file.getExtensionList(), file.getPackage(), imports);
        file.getMessageTypeList().forEach(type -> addMessage(type, file.getPackage(), imports));
        for (ServiceDescriptorProto service : file.getServiceList()) {
            String scope = join(file.getPackage(), service.getName());
            for (MethodDescriptorProto method : service.getMethodList()) {
                addType(method.getInputType(), scope, imports);
                addType(method.getOutputType(), scope, imports);
            }
        }
        imports.remove(file.getName());
        return file.toBuilder().clearDependency().addAllDependency(imports).build();
    }

    private void addMessage(DescriptorProto type, String scope, Set<String> imports) {
        String name = join(scope, type.getName());
        addFields(type.getFieldList(), name, imports);
        addFields(type.getExtensionList(), name, imports);
        type.getNestedTypeList().forEach(nested -> addMessage(nested, name, imports));
    }

    private void addFields(List<FieldDescriptorProto> fields, String scope, Set<String> imports) {
        for (FieldDescriptorProto field : fields) {
            addType(field.getTypeName(), scope, imports);
            addType(field.getExtendee(), scope, imports);
        }
    }

    /** Resolves a name in its own scope, then in each enclosing scope. */
    private void addType(String name, String scope, Set<String> imports) {
        if (name.isEmpty()) {
            return;
        }
        boolean absolute = name.startsWith(".");
        String around = absolute ? "" : scope;
        String file = definedIn.get(absolute ? name.substring(1) : join(around, name));
        while (file == null && !around.isEmpty()) {
            around = around.substring(0, Math.max(around.lastIndexOf('.'), 0));
            file = definedIn.get(join(around, name));
        }
        if (file != null) {
            imports.add(file);
        }
    }

    private static String join(String scope, String name) {
        return scope.isEmpty() ? name : scope + "." + name;
    }
}
