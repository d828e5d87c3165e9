// Decodes what it is sent, a line of "name hex" for each value, with Go's own decoder. It answers with a line of
// "name hex value", in which the hex is what Go's own encoder writes for the value.
package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
)

type Level int

type Point struct{ X, Y int }

type Scalars struct {
	Flag   bool
	Tiny   int8
	Small  int16
	Number int
	Big    int64
	Single float32
	Twice  float64
	Text   string
	Data   []byte
	Level  Level
}

type Lists struct {
	Ints   []int
	Names  []string
	Points []Point
	Array  []int32
	Table  [][]int
	Blobs  [][]byte
	Flags  []bool
}

type Maps struct {
	ByName  map[string]int
	ById    map[int]string
	Structs map[string]Point
	Lists   map[string][]string
}

type Node struct {
	Value int
	Next  *Node
}

type Tree struct {
	Name     string
	Children []Tree
}

type Pointers struct {
	Boxed *int
	Text  *string
	Point *Point
}

type Renamed struct {
	ID         int64
	Given_name string
}

type Bean struct {
	Count int
	At    *Point
}

var types = map[string]interface{}{
	"number": int(0), "text": "", "bytes": []byte{}, "flag": false, "floating": 0.0, "ints": []int{},
	"ages": map[string]int{}, "point": Point{}, "scalars": Scalars{}, "lists": Lists{}, "maps": Maps{},
	"node": Node{}, "tree": Tree{}, "pointers": Pointers{}, "renamed": Renamed{}, "bean": Bean{},
	"empty": struct{}{}, "nothing": struct{}{},
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		sent, err := hex.DecodeString(words[1])
		fail(err)
		value := reflect.New(reflect.TypeOf(types[words[0]]))
		rest := bytes.NewReader(sent)
		fail(gob.NewDecoder(rest).DecodeValue(value))
		if rest.Len() > 0 {
			fail(fmt.Errorf("%s: %d bytes left over", words[0], rest.Len()))
		}
		var answer bytes.Buffer
		fail(gob.NewEncoder(&answer).EncodeValue(value))
		shown, err := json.Marshal(value.Interface())
		fail(err)
		fmt.Printf("%s %x %s\n", words[0], answer.Bytes(), shown)
	}
	fail(lines.Err())
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
