// settle-payment of the example in another language: what it does is the same, call by call, and how it is built is not.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

var clearing = map[string]time.Duration{"instant": 900 * time.Millisecond, "card": 2600 * time.Millisecond, "sepa": 3600 * time.Millisecond}

type event struct {
	ID     string         `json:"id"`
	Detail map[string]any `json:"detail"`
}

type settled struct {
	Type          string `json:"type"`
	CorrelationID any    `json:"correlationId"`
	TenantID      any    `json:"tenantId"`
	InvoiceID     any    `json:"invoiceId"`
	PaymentID     string `json:"paymentId"`
	Method        any    `json:"method"`
	SettledAt     string `json:"settledAt"`
}

type handler struct {
	table *dynamodb.Client
	queue *sqs.Client
}

func (h handler) handle(ctx context.Context, e event) error {
	invoice := e.Detail
	key := map[string]any{"pk": fmt.Sprintf("TENANT#%v", invoice["tenantId"]), "sk": fmt.Sprintf("INVOICE#%v#PAYMENT", invoice["invoiceId"])}
	marshalled, err := attributevalue.MarshalMap(key)
	if err != nil {
		return err
	}
	name := aws.String(os.Getenv("TABLE_NAME"))
	earlier, err := h.table.GetItem(ctx, &dynamodb.GetItemInput{TableName: name, Key: marshalled, ConsistentRead: aws.Bool(true)})
	if err != nil {
		return err
	}
	payment := invoice["payment"].(map[string]any)
	paymentID := "pay_" + strings.ReplaceAll(e.ID, "-", "")
	if earlier.Item == nil {
		item := key
		item["paymentId"] = paymentID
		for field, value := range payment {
			item[field] = value
		}
		item["payer"] = invoice["customer"]
		item["amountMinor"] = invoice["amountMinor"]
		stored, err := attributevalue.MarshalMap(item)
		if err != nil {
			return err
		}
		if _, err := h.table.PutItem(ctx, &dynamodb.PutItemInput{TableName: name, Item: stored}); err != nil {
			return err
		}
	} else if err := attributevalue.Unmarshal(earlier.Item["paymentId"], &paymentID); err != nil {
		return err
	}
	time.Sleep(clearing[payment["method"].(string)])
	fmt.Println("payment cleared")
	body, err := json.Marshal(settled{"PaymentSettled", invoice["correlationId"], invoice["tenantId"], invoice["invoiceId"], paymentID,
		payment["method"], time.Now().UTC().Format("2006-01-02T15:04:05.000Z")})
	if err != nil {
		return err
	}
	_, err = h.queue.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: aws.String(os.Getenv("CLOSING_QUEUE_URL")), MessageBody: aws.String(string(body)),
		MessageGroupId:         aws.String(fmt.Sprint(invoice["invoiceId"])),
		MessageDeduplicationId: aws.String(fmt.Sprintf("PaymentSettled-%v", invoice["invoiceId"])),
	})
	return err
}

func main() {
	loaded, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	lambda.Start(handler{dynamodb.NewFromConfig(loaded), sqs.NewFromConfig(loaded)}.handle)
}
