package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.SchemaPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the schema of the service comes from: server reflection, descriptor sets or {@code .proto} files. */
public final class SchemaOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--proto",
            paramLabel = "FILE",
            description = "A .proto file of the service, instead of server reflection. Repeatable.")
    private List<Path> protoFiles = new ArrayList<>();

    @Option(
            names = "--import-path",
            paramLabel = "DIR",
            description = "A folder in which --proto finds imports. Repeatable. Default: the folder of the file.")
    private List<Path> importPaths = new ArrayList<>();

    @Option(
            names = "--protoset",
            paramLabel = "FILE",
            description = "A descriptor set, as protoc --descriptor_set_out --include_imports and buf build write it,"
                    + " instead of server reflection. Repeatable.")
    private List<Path> descriptorSets = new ArrayList<>();

    @Option(
            names = "--reflect-metadata",
            paramLabel = "KEY:VALUE",
            description = "Metadata to send with reflection calls only. Repeatable.")
    private List<MetadataEntry> reflectMetadata = new ArrayList<>();

    /** The source of the schema. */
    public SchemaPlan schema() {
        if (!protoFiles.isEmpty() && !descriptorSets.isEmpty()) {
            throw problem("--proto: cannot be combined with --protoset (expected: one of the two)");
        }
        if (!importPaths.isEmpty() && protoFiles.isEmpty()) {
            throw problem("--import-path: without --proto (expected: both)");
        }
        boolean files = !protoFiles.isEmpty() || !descriptorSets.isEmpty();
        if (files && !reflectMetadata.isEmpty()) {
            throw problem("--reflect-metadata: with %s, which needs no reflection (expected: one of the two)"
                    .formatted(protoFiles.isEmpty() ? "--protoset" : "--proto"));
        }
        if (!descriptorSets.isEmpty()) {
            return new SchemaPlan.DescriptorSets(descriptorSets);
        }
        return protoFiles.isEmpty()
                ? new SchemaPlan.Reflection(reflectMetadata)
                : new SchemaPlan.ProtoFiles(protoFiles, importPaths);
    }

    private ParameterException problem(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
