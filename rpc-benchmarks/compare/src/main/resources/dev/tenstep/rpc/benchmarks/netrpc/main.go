// A server and a client of Go's net/rpc, for the benchmark netrpc. Each obeys the line protocol of the benchmarks' own
// processes on its standard input and output, and ends with its input:
//
//	server            prints  ready PORT
//	client ADDRESS    prints  ready
//
//	usage                        -> used CPU_NANOS ALLOCATED_BYTES
//	measure OUTSTANDING MILLIS   -> measured CALLS NANOS | failed TEXT
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/rpc"
	"os"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// User has the fields of the benchmarks' user, and their names and types as Tenstep's gob has them.
type User struct {
	Id      int64
	Name    string
	Email   string
	Phone   string
	Address string
	Age     int
	Active  bool
	Score   float64
	Status  int
	Created int64
	Level   int8
	Tags    []string
}

// Users is the service.
type Users struct{}

// Echo answers with the user that it is given.
func (Users) Echo(user *User, reply *User) error {
	*reply = *user
	return nil
}

// The same users as in the Java class Samples; their number is a power of two.
var samples = func() []User {
	users := make([]User, 64)
	for i := range users {
		users[i] = User{
			Id:      4200000 + int64(i),
			Name:    fmt.Sprint("Margaret Hamilton ", 10+i),
			Email:   fmt.Sprintf("margaret.hamilton.%d@mail.example.org", 10+i),
			Phone:   fmt.Sprint("+1 617 555 01", 10+i),
			Address: fmt.Sprint(10+i, " Massachusetts Avenue, Cambridge, MA 02139, USA"),
			Age:     20 + i%60,
			Active:  i%3 != 0,
			Score:   0.5 + float64(i)/7,
			Status:  1 + i%3,
			Created: 1700000000000 + int64(i)*86400000,
			Level:   int8(1 + i%100),
			Tags:    []string{"apollo", "guidance", fmt.Sprintf("team-%02d", i)},
		}
	}
	return users
}()

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "server":
		obey(nil, serve())
	case len(os.Args) == 3 && os.Args[1] == "client":
		client, err := rpc.DialHTTP("tcp", os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		obey(client, "ready")
	default:
		log.Fatal("expected: server, or client ADDRESS")
	}
}

func serve() string {
	if err := rpc.Register(Users{}); err != nil {
		log.Fatal(err)
	}
	rpc.HandleHTTP()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(listener, nil)) }()
	return fmt.Sprint("ready ", listener.Addr().(*net.TCPAddr).Port)
}

func obey(client *rpc.Client, ready string) {
	fmt.Println(ready)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var outstanding, millis int
		if lines.Text() == "usage" {
			fmt.Println(usage())
		} else if _, err := fmt.Sscanf(lines.Text(), "measure %d %d", &outstanding, &millis); err != nil || client == nil {
			fmt.Printf("failed unknown command: '%s'\n", lines.Text())
		} else {
			fmt.Println(measure(client, outstanding, time.Duration(millis)*time.Millisecond))
		}
	}
}

func usage() string {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		log.Fatal(err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return fmt.Sprint("used ", used.Utime.Nano()+used.Stime.Nano(), " ", memory.TotalAlloc)
}

// Keeps so many calls outstanding on the client's connection, each issued by a goroutine that waits for its reply.
func measure(client *rpc.Client, outstanding int, length time.Duration) string {
	var calls int64
	var stop int32
	var failure atomic.Value
	var callers sync.WaitGroup
	start := time.Now()
	for caller := 0; caller < outstanding; caller++ {
		callers.Add(1)
		go func(first int) {
			defer callers.Done()
			done, err := call(client, first, &stop)
			atomic.AddInt64(&calls, done)
			if err != nil {
				failure.Store(err.Error())
				atomic.StoreInt32(&stop, 1)
			}
		}(caller)
	}
	timer := time.AfterFunc(length, func() { atomic.StoreInt32(&stop, 1) })
	callers.Wait()
	timer.Stop()
	if text := failure.Load(); text != nil {
		return fmt.Sprintf("failed %q", text)
	}
	return fmt.Sprint("measured ", calls, " ", time.Since(start).Nanoseconds())
}

// Calls until it is told to stop. The identity of each reply is checked, and all fields of every sixteenth.
func call(client *rpc.Client, first int, stop *int32) (calls int64, err error) {
	for number := first; atomic.LoadInt32(stop) == 0; number++ {
		user := &samples[number%len(samples)]
		var reply User
		if err := client.Call("Users.Echo", user, &reply); err != nil {
			return calls, err
		}
		if reply.Id != user.Id || number%16 == 0 && !reflect.DeepEqual(reply, *user) {
			return calls, fmt.Errorf("reply: %v (expected: %v)", reply, *user)
		}
		calls++
	}
	return calls, nil
}
