package dev.yodel.loadtest.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.grpc.dynamic.parser.ProtoFiles;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTextTest {

    @TempDir
    Path folder;

    private Schema schema;

    @BeforeEach
    void parse() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.proto"), """
                syntax = "proto3";
                package shop.v1;
                import "google/protobuf/timestamp.proto";
                service Shop {
                  rpc Buy(Order) returns (Receipt);
                  rpc Watch(Order) returns (stream Receipt);
                }
                message Order {
                  string name = 1;
                  optional int32 count = 2;
                  repeated Item items = 3;
                  map<string, int64> prices = 4;
                  oneof payment { string card = 5; bool cash = 6; }
                  google.protobuf.Timestamp due = 7;
                }
                message Item { Size size = 1; repeated Item parts = 2; }
                enum Size { SMALL = 0; LARGE = 1; }
                message Receipt { uint64 number = 1; }
                """);
        schema = ProtoFiles.schema(List.of(file), List.of(folder));
    }

    @Test
    void lists_methods_with_their_kinds() {
        assertThat(SchemaText.list(schema)).isEqualToNormalizingNewlines("""
                        shop.v1.Shop/Buy    unary
                        shop.v1.Shop/Watch  server stream
                        """);
    }

    @Test
    void describes_a_method_with_its_types_and_an_example() {
        assertThat(SchemaText.describe(schema, "shop.v1.Shop/Buy")).isEqualToNormalizingNewlines("""
                        service shop.v1.Shop {
                          rpc Buy(shop.v1.Order) returns (shop.v1.Receipt);
                        }

                        message shop.v1.Order {
                          string name = 1;
                          optional int32 count = 2;
                          repeated shop.v1.Item items = 3;
                          map<string, int64> prices = 4;
                          oneof payment {
                            string card = 5;
                            bool cash = 6;
                          }
                          google.protobuf.Timestamp due = 7;
                        }

                        message shop.v1.Receipt {
                          uint64 number = 1;
                        }

                        message shop.v1.Item {
                          shop.v1.Size size = 1;
                          repeated shop.v1.Item parts = 2;
                        }

                        enum shop.v1.Size {
                          SMALL = 0;
                          LARGE = 1;
                        }

                        // Example of shop.v1.Order:
                        {
                          "name": "",
                          "count": 0,
                          "items": [
                            {
                              "size": "SMALL",
                              "parts": [
                                { }
                              ]
                            }
                          ],
                          "prices": {
                            "key": "0"
                          },
                          "card": "",
                          "due": "2026-01-31T12:00:00Z"
                        }
                        """);
    }

    @Test
    void an_example_is_a_request_of_its_method() {
        String example = ExampleMessage.of(schema.message("shop.v1.Order"));

        assertThat(RequestSource.of(schema.method("shop.v1.Shop/Buy"), List.of(example))
                        .next())
                .isNotNull();
    }

    @Test
    void describes_all_services() {
        assertThat(SchemaText.describe(schema)).contains("rpc Buy(", "rpc Watch(shop.v1.Order) returns (stream ");
    }

    @Test
    void describes_a_service_and_a_message() {
        assertThat(SchemaText.describe(schema, "shop.v1.Shop")).contains("rpc Buy(", "rpc Watch(");
        assertThat(SchemaText.describe(schema, "shop.v1.Receipt"))
                .startsWith("message shop.v1.Receipt {")
                .contains("\"number\": \"0\"");
    }

    @Test
    void names_what_is_near_an_unknown_name() {
        assertThatThrownBy(() -> SchemaText.describe(schema, "shop.v1.Shop/Bye"))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("Buy");
    }
}
