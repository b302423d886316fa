// Protojson reads messages in JSON with Go's protojson, the reference that the tests compare message templates with.
//
//	protojson descriptors.binpb < inputs > outcomes
//
// A line of the input is the full name of a message type, a space, and JSON in base64. A line of the output is OK and the
// message in base64, or ERROR and the reason.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatalf("arguments: %d (expected: the file of a descriptor set)", len(os.Args)-1)
	}
	types, err := load(os.Args[1])
	if err != nil {
		log.Fatalf("%s: %v", os.Args[1], err)
	}
	if err := answer(os.Stdin, os.Stdout, types); err != nil {
		log.Fatal(err)
	}
}

func load(path string) (*dynamicpb.Types, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal(content, set); err != nil {
		return nil, err
	}
	files, err := protodesc.NewFiles(set)
	if err != nil {
		return nil, err
	}
	return dynamicpb.NewTypes(files), nil
}

func answer(in io.Reader, out io.Writer, types *dynamicpb.Types) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	outcomes := bufio.NewWriter(out)
	for lines.Scan() {
		bytes, err := convert(lines.Text(), types)
		if err != nil {
			fmt.Fprintln(outcomes, "ERROR", strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		fmt.Fprintln(outcomes, "OK", base64.StdEncoding.EncodeToString(bytes))
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return outcomes.Flush()
}

func convert(line string, types *dynamicpb.Types) ([]byte, error) {
	name, encoded, found := strings.Cut(line, " ")
	if !found {
		log.Fatalf("line: %q (expected: a message type, a space, JSON in base64)", line)
	}
	json, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		log.Fatalf("line: %q: %v", line, err)
	}
	messageType, err := types.FindMessageByName(protoreflect.FullName(name))
	if err != nil {
		log.Fatalf("type %q: %v", name, err)
	}
	message := messageType.New().Interface()
	if err := (protojson.UnmarshalOptions{Resolver: types}).Unmarshal(json, message); err != nil {
		return nil, err
	}
	return proto.MarshalOptions{Deterministic: true}.Marshal(message)
}
