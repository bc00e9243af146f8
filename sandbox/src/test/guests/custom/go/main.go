// A function as people write it in Go: the library's runtime, a deadline in the context, calls through the default client.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type event struct {
	How   string `json:"how"`
	Calls int    `json:"calls"`
}

type result struct {
	RequestID string   `json:"requestId"`
	Function  string   `json:"function"`
	InTime    bool     `json:"inTime"`
	Answers   []string `json:"answers"`
}

func post(ctx context.Context, body string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://ledger.example.com/entries", bytes.NewBufferString(body))
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return fmt.Sprintf("%d %s", response.StatusCode, text), err
}

func handle(ctx context.Context, e event) (result, error) {
	called, _ := lambdacontext.FromContext(ctx)
	deadline, _ := ctx.Deadline()
	left := time.Until(deadline)
	r := result{RequestID: called.AwsRequestID, Function: lambdacontext.FunctionName, InTime: left > 30*time.Second && left <= 60*time.Second}
	switch e.How {
	case "fail":
		return r, errors.New("order rejected")
	case "panic":
		panic("out of luck")
	case "parallel":
		r.Answers = make([]string, e.Calls)
		var all sync.WaitGroup
		for i := range r.Answers {
			all.Add(1)
			go func(i int) {
				defer all.Done()
				answer, err := post(ctx, fmt.Sprint("call ", i))
				if err != nil {
					answer = err.Error()
				}
				r.Answers[i] = answer
			}(i)
		}
		all.Wait()
	default:
		for i := 0; i < e.Calls; i++ {
			answer, err := post(ctx, fmt.Sprint("call ", i))
			if err != nil {
				return r, err
			}
			r.Answers = append(r.Answers, answer)
		}
	}
	fmt.Println("done", e.How)
	return r, nil
}

func main() {
	fmt.Fprintln(os.Stderr, "init")
	lambda.Start(handle)
}
